{{- define "partLabels" -}}
{{ include "selector" . }}
app.kubernetes.io/component: {{ .component }}
app.kubernetes.io/part-of: {{ .chart }}
{{- end }}
