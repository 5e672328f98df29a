import { imageSource } from "../../../rules/image-source";
import { findingsIn } from "../fixture";
import { foundInYaml } from "../foreign";

const place = (id: string) => ({
  kind: "terraform",
  stack: "staging-platform",
  address: `kubernetes_service_v1.${id}`,
});

describe("node ports", () => {
  test("refuses one outside the API server's range", () => {
    expect(findingsIn("invalid", "image-source-node-port-out-of-range")).toEqual([
      {
        rule: "image-source",
        severity: "error",
        object: "Service registry/registry",
        place: place("registry"),
        message: "wants node port 5000, outside 30000-32767: the API server refuses it",
        fix: "nodePort: 30500, or another one from 30000 to 32767",
      },
    ]);
  });

  test("refuses one that another Service has", () => {
    expect(findingsIn("invalid", "image-source-node-port-taken-twice")).toEqual([
      {
        rule: "image-source",
        severity: "error",
        object: "Service registry/web",
        place: place("web"),
        message:
          "wants node port 30500, which Service registry/registry has: the API server refuses the second",
        fix: "give Service registry/web another nodePort from 30000 to 32767, or leave it out",
      },
    ]);
  });

  test("warns in a folder, which may hold alternatives, and not of copies of one Service", () => {
    const service = (name: string) => `
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { type: NodePort, ports: [{ port: 80, nodePort: 30080 }] }
`;
    expect(
      foundInYaml(imageSource, `${service("web")}---${service("web")}---${service("old")}`),
    ).toEqual([
      "warning Service default/old: wants node port 30080, which Service default/web has: the API server refuses the second",
    ]);
  });
});
