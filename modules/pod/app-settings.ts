import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { Settings } from "../../environments/schema";
import { settingsName } from "../../environments/workload-names";
import { applicationLabels } from "../labels";
import { type Deployed, resolvedSettings } from "./variables";

export interface AppSettingsProps {
  /** Name of the application. */
  readonly application: string;
  readonly settings: Settings;
  readonly deployed: Deployed;
}

export interface AppSettingsOutputs {
  readonly name: string;
  /** Hash of all settings. */
  readonly checksum: string;
}

/** The app's settings in a ConfigMap: those of the data, and those that follow from the deployment. */
export class AppSettings extends Construct {
  readonly outputs: AppSettingsOutputs;

  constructor(scope: Construct, id: string, props: AppSettingsProps) {
    super(scope, id);
    const { application, settings, deployed } = props;
    const data = resolvedSettings(settings, deployed);
    const isEmpty = Object.keys(data).length === 0;
    const configMap = new ConfigMapV1(this, "settings", {
      metadata: {
        name: settingsName(application),
        namespace: deployed.namespace,
        labels: applicationLabels(application, "settings"),
      },
      data,
    });
    this.outputs = {
      name: configMap.metadata.name,
      // Of the resource's attribute: a literal with references inside is rendered wrongly in a function. One
      // without data is read back another way than it was written, so that its hash would change once.
      checksum: isEmpty ? "none" : Fn.sha256(Fn.jsonencode(configMap.data)),
    };
  }
}
