/**
 * Texts in Alertmanager's templates (https://prometheus.io/docs/alerting/latest/notifications/).
 * `environment` is the external label of our Prometheus.
 */
export const SLACK_TITLE =
  '[{{ .Status | toUpper }}{{ if eq .Status "firing" }} {{ .Alerts.Firing | len }}{{ end }}] {{ .CommonLabels.alertname }} ({{ .CommonLabels.environment }})';

/** By default a message has no text. Ours have a `runbook`, those of the charts a `runbook_url`. */
export const SLACK_TEXT = [
  "{{ range .Alerts }}*{{ .Annotations.summary }}* ({{ .Labels.severity }}, {{ .Status }})",
  "{{ .Annotations.description }}",
  "{{ with .Annotations.runbook }}First: {{ . }}{{ end }}{{ with .Annotations.runbook_url }}{{ . }}{{ end }}",
  "{{ end }}",
].join("\n");

/** By default every incident is an `error`. PagerDuty knows both of our severities by these names. */
export const PAGERDUTY_SEVERITY = '{{ or .CommonLabels.severity "critical" }}';
