{{- define "labels" -}}
{{ include "selector" . }}
app.kubernetes.io/component: service
app.kubernetes.io/managed-by: argocd
backstage.io/kubernetes-id: {{ .chart }}
{% if values.starter == 'stack' %}
app.kubernetes.io/part-of: {{ .chart }}
{% endif %}
{{- end }}

{% if values.starter != 'fastapi' %}
{{- define "partLabels" -}}
{{ include "selector" . }}
app.kubernetes.io/component: {{ .component }}
app.kubernetes.io/part-of: {{ .chart }}
{{- end }}

{% endif %}
{{- define "selector" -}}
app.kubernetes.io/name: {{ .name }}
{{- end }}

{{- define "image" -}}
{{ .repository }}:{{ .tag }}
{{- end }}

{{- define "podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
  - ALL
{{- end }}
