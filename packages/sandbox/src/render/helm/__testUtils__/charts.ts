import type { HelmSource } from '../helmSource';

/** Charts that use what the renderer knows; each stands in the folder `chart`. */
export const charts: readonly {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly helm?: HelmSource;
}[] = [
  {
    title:
      'a service as people write it: helpers, labels, probes, ranges, checksums',
    files: {
      'chart/Chart.yaml':
        'apiVersion: v2\nname: shop\nversion: 1.2.3\nappVersion: "9.9"\ndescription: A shop\n',
      'chart/values.yaml': `
replicaCount: 1
image: {repository: registry.example/shop, tag: ""}
service: {type: ClusterIP, port: 80}
config: {LOG_LEVEL: info, DEBUG: "false", RATE: 1.5, LIMIT: 100}
resources: {}
podAnnotations: {prometheus.io/scrape: "true"}
ingress: {enabled: false, hosts: []}
env:
- name: A
  value: x
nodeSelector: {}
tolerations: []
autoscaling: {enabled: false, min: 1, max: 3}
`,
      'chart/values-stage.yaml': `
replicaCount: 2
# The tag is set by the pipeline.
image: {tag: "12345678"}
config: {LOG_LEVEL: debug, DEBUG: null}
resources: {limits: {memory: 256Mi}, requests: {cpu: 100m}}
ingress: {enabled: true, hosts: [{host: shop.example, paths: [/, /api]}]}
`,
      'chart/templates/_helpers.tpl': `
{{- /* Names. */ -}}
{{- define "shop.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- define "shop.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "shop.selector" . }}
{{- if .Chart.AppVersion }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
{{- define "shop.selector" -}}
app.kubernetes.io/name: {{ include "shop.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
`,
      'chart/templates/config.yaml': `
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "shop.name" . }}
  labels: {{- include "shop.labels" . | nindent 4 }}
data:
  {{- range $key, $value := .Values.config }}
  {{ $key }}: {{ $value | quote }}
  {{- else }}
  none: "true"
  {{- end }}
`,
      'chart/templates/deployment.yaml': `
{{- $root := . -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "shop.name" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "shop.labels" . | nindent 4 }}
spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicaCount }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "shop.selector" . | nindent 6 }}
  template:
    metadata:
      annotations:
        checksum/config: {{ include (print $.Template.BasePath "/config.yaml") . | sha256sum }}
        checksum/values: {{ toYaml .Values.config | sha256sum | trunc 12 | quote }}
        {{- with .Values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      labels:
        {{- include "shop.selector" . | nindent 8 }}
    spec:
      containers:
      - name: {{ .Chart.Name }}
        image: "{{ required "A repository is needed" .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
        ports:
        - containerPort: {{ .Values.service.port | int }}
        env:
        {{- range .Values.env }}
        - name: {{ .name }}
          value: {{ .value | quote }}
        {{- end }}
        {{- range $i := until 2 }}
        - name: N{{ add $i 1 }}
          value: {{ printf "%s-%d" $root.Release.Name $i | squote }}
        {{- end }}
        resources:
          {{- toYaml .Values.resources | nindent 10 }}
      {{- with .Values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
`,
      'chart/templates/ingress.yaml': `
{{- if .Values.ingress.enabled -}}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ include "shop.name" . }}
spec:
  rules:
  {{- range $host := .Values.ingress.hosts }}
  - host: {{ $host.host | quote }}
    http:
      paths:
      {{- range $path := $host.paths }}
      - path: {{ $path }}
        pathType: Prefix
        backend:
          service:
            name: {{ include "shop.name" $ }}
            port: {number: {{ $.Values.service.port }}}
      {{- end }}
  {{- end }}
{{- else if .Values.never }}
never
{{- end }}
`,
      'chart/templates/hooks.yaml': `
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-migrate
  annotations:
    "helm.sh/hook": pre-install,pre-upgrade
    "helm.sh/hook-weight": "-5"
    "helm.sh/hook-delete-policy": before-hook-creation
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{name: migrate, image: "x:1"}]
`,
      'chart/templates/NOTES.txt': 'Welcome to {{ .Release.Name }}.\n',
    },
    helm: { valueFiles: ['values-stage.yaml'] },
  },
  {
    title: 'control flow, variables, comparison and printing',
    files: {
      'chart/Chart.yaml': 'apiVersion: v2\nname: flow\nversion: 0.1.0\n',
      'chart/values.yaml': `
list: [b, a, c]
numbers: [3, 10, 2.5, 1000000, -1]
map: {one: 1, two: {three: [x]}}
text: "héllo wörld"
zero: 0
no: false
none: null
`,
      'chart/templates/a.yaml': `
apiVersion: v1
kind: ConfigMap
metadata: {name: flow}
data:
  {{- $count := 0 }}
  {{- range $i, $e := .Values.list }}
  {{- $count = add $count 1 }}
  item-{{ $i }}: {{ $e }}{{ if eq $i 1 }}{{ continue }}{{ end }}!
  {{- end }}
  count: "{{ $count }}"
  {{- range .Values.list }}{{ if eq . "c" }}{{ break }}{{ end }}
  seen-{{ . }}: "yes"
  {{- end }}
  {{- range $k, $v := .Values.map }}
  map-{{ $k }}: {{ $v | quote }}
  {{- end }}
  {{- range .Values.numbers }}
  {{- $name := printf "number-%v" . | replace "+" "plus" }}
  {{ $name }}: "{{ . }} {{ int . }} {{ . | toString }} {{ . | toJson }} {{ gt . 2.0 }} {{ le (int .) 3 }}"
  {{- end }}
  {{- with $x := .Values.map.two }}
  with: {{ index $x.three 0 }} {{ len $x.three }} {{ (index $x "three") | first }}
  {{- end }}
  {{- with .Values.none }}never{{ else with .Values.text }}
  else-with: {{ . }} {{ len . }} {{ upper . }} {{ trunc 1 . | len }} {{ . | title }}
  {{- end }}
  truth: "{{ and 1 0 }} {{ or 0 "x" }} {{ not .Values.zero }} {{ and .Values.map .Values.no }} {{ or .Values.none .Values.zero "last" }}"
  chain: {{ (dict "a" (dict "b" "c")).a.b }}
  raw: {{ \`{{ "quoted" }}\` | quote }}
  chars: "{{ 'x' }} {{ 0x1F }} {{ 017 }} {{ 1e3 }} {{ 1.0 }} {{ -3 }} {{ 1_000 }}"
  missing: "[{{ .Values.nothing }}] [{{ .Values.none }}] [{{ .Values.nothing | default "d" }}] {{ printf "%v" .Values.nothing }}"
  printf: {{ printf "%s|%q|%5d|%-5d|%05d|%.2f|%v|%t|%x|%%|%d" "s" "q" 42 42 42 3.14159 .Values.list true "hi" 1.5 | quote }}
  eq: "{{ eq "a" "b" "a" }} {{ ne 1 2 }} {{ eq .Values.zero 0.0 }} {{ lt "a" "b" }} {{ ge 2 2 }}"
  {{/* a comment */}}
  {{- /* and a trimmed one */ -}}
  {{- block "inner" .Values.list }}
  block: {{ join "," . }}
  {{- end }}
  template: {{ template "other" (list 1 2 3) }}
  {{- define "other" }}{{ len . }} of {{ last . }}{{ end }}
`,
    },
  },
  {
    title: 'functions on texts, lists, maps, numbers and encodings',
    files: {
      'chart/Chart.yaml': 'apiVersion: v2\nname: functions\nversion: 0.1.0\n',
      'chart/values.yaml':
        'a: {b: 1, c: [x]}\nd: {b: 2}\nt: "  Some Text-here  "\nf: 7.7\n',
      'chart/templates/a.yaml': `
apiVersion: v1
kind: ConfigMap
metadata: {name: functions}
data:
  {{- $d := dict "k" "v" "n" 1 }}
  {{- $_ := set $d "added" (list 1 "two") }}
  {{- $m := merge (dict "own" "mine" "b" "") (deepCopy .Values.a) .Values.d }}
  {{- $o := mergeOverwrite (dict "own" "mine" "b" 5) .Values.d }}
  a01: |
    {{ $d | toJson | quote }}
  a02: |
    {{ $m | toJson | quote }}
  a03: |
    {{ $o | toJson | quote }}
  a04: |
    {{ keys $d | sortAlpha | join "," }}
  a05: |
    {{ hasKey $d "k" }} {{ get $d "k" }} [{{ get $d "zz" }}] {{ pluck "b" .Values.a .Values.d }} {{ dig "x" "y" "dflt" $d }}
  a06: |
    {{ pick $d "k" | toJson | quote }}
  a07: |
    {{ omit $d "k" "added" | toJson | quote }}
  a08: |
    {{ list "c" "a" "b" "a" | uniq | sortAlpha | toJson | quote }}
  a09: |
    {{ without (list 1 2 3) 2 | toJson | quote }} {{ has 3 (list 1 2 3) }} {{ append (list 1) 2 | toJson }} {{ prepend (list 1) 0 }} {{ concat (list 1) (list 2 3) }} {{ reverse (list 1 2) }} {{ compact (list 0 1 "" 2) }} {{ rest (list 1 2 3) }} {{ initial (list 1 2 3) }}
  a10: |
    {{ .Values.t | trim | quote }} {{ .Values.t | nospace }} {{ .Values.t | lower | quote }}
  a11: |
    {{ "abc-def_ghi JKL" | camelcase }} {{ "fooBarBaz" | snakecase }} {{ "fooBarBaz" | kebabcase }}
  a12: |
    {{ trimAll "/" "//x//" }} {{ trimPrefix "v" "v1" }} {{ trimSuffix ".git" "a.git" }} {{ repeat 3 "ab" }} {{ substr 1 3 "abcdef" }} {{ trunc -2 "abcdef" }}
  a13: |
    {{ contains "b" "abc" }} {{ hasPrefix "a" "abc" }} {{ hasSuffix "a" "abc" }} {{ replace "b" "x" "abcb" }} {{ cat "a" 1 true }} {{ plural "one" "many" 2 }}
  a14: |
    {{ splitList "," "a,b,c" | toJson | quote }} {{ (split "," "a,b")._1 }} {{ regexMatch "^v[0-9]+$" "v12" }} {{ regexReplaceAll "a(x*)b" "-ab-axxb-" "\${1}W" }} {{ regexFind "[0-9]+" "ab12c" }}
  a15: |
    {{ add 1 2 3 }} {{ sub 5 2 }} {{ mul 2 3 }} {{ div 7 2 }} {{ mod 7 2 }} {{ add1 1 }} {{ max 1 5 3 }} {{ min 4 2 }} {{ floor .Values.f }} {{ ceil .Values.f }} {{ round .Values.f 0 }} {{ int "12" }} {{ int64 .Values.f }} {{ float64 "1.5" }} {{ atoi "7" }}
  a16: |
    {{ b64enc "hello" }} {{ b64dec "aGVsbG8=" }} {{ sha256sum "x" }} {{ sha1sum "x" }}
  a17: |
    {{ fromYaml "a: [1, {b: c}]" | toJson | quote }} {{ (fromJson "{\\"a\\":1}").a }} {{ fromYamlArray "[1, a]" | toJson | quote }}
  a18: |
    {{ ternary "yes" "no" true }} {{ true | ternary "yes" "no" }} {{ empty "" }} {{ coalesce "" 0 "c" }} {{ default "x" "" }} {{ kindOf .Values.f }} {{ kindOf 1 }} {{ kindIs "map" .Values.a }} {{ typeOf "s" }}
  a19: |
    {{ tpl "{{ .Values.a.b }}-{{ include \\"inc\\" . }}{{ .Values.nope }}" . }}
  a20: |
    {{ (lookup "v1" "Secret" "ns" "x") | toJson | quote }}
  a21: |
    {{ until 3 | toJson }} {{ untilStep 1 7 2 }} {{ list 1 2 3 | join "-" }} {{ tuple 1 "a" | len }}
  a22: |
    {{ semverCompare ">=1.20-0" .Capabilities.KubeVersion.Version }} {{ semverCompare "^2.0.0" "2.3.4" }} {{ semverCompare "<1.0.0 || >2" "1.5.0" }} {{ .Capabilities.APIVersions.Has "apps/v1" }} {{ .Capabilities.APIVersions.Has "nope/v9" }}
  a23: |
    {{ indent 2 "a\\nb" | quote }} {{ nindent 2 "a\\nb" | quote }} {{ squote "it's" 1 | quote }} {{ quote "a" nil 2 }}
  a24: |
    {{ print "a" 1 2 "b" true }} {{ println "x" | trim }} {{ html "<a>" }} {{ urlquery "a b&c" }}
  a25: |
    {{ first (list 1 2) }} {{ slice (list 1 2 3 4) 1 3 }} {{ index (list "a" "b") 1 }} {{ index .Values "a" "c" 0 }} {{ deepEqual (list 1) (list 1) }} {{ all 1 0 }} {{ any 1 0 }}
{{- define "inc" }}inc{{ .Release.Name }}{{ end }}
`,
    },
  },
  {
    title: 'toYaml, to the character',
    files: {
      'chart/Chart.yaml': 'apiVersion: v2\nname: yaml\nversion: 0.1.0\n',
      'chart/values.yaml': `
long: "aaaaaaaaaa bbbbbbbbbbbbbbbbb cccccccccccccccccccc dddddddddddddddddddddddd eeeeeeeeeeeeeeeeeeeeee ffffffffffffffffff gggggggggg"
all:
  list: [1, [2, [3]], {x: y, b: [q, {deep: [1]}]}, [], {}, "", null, [{a: 1, b: 2}, c]]
  long: "it's: aaaaaaaaaa bbbbbbbbbbbbbbbbb cccccccccccccccccccc dddddddddddddddddddddddd eeeeeeeeeeeeeeeeeeeeee ffffffffffffffffff"
  longer: "\\t aaaaaaaaaa bbbbbbbbbbbbbbbbb cccccccccccccccccccc dddddddddddddddddddddddd eeeeeeeeeeeeeeeeeeeeee ffffffffffffffffff"
  nested: {deep: {deeper: {text: "line 1\\nline 2\\n\\n  line 3\\n", more: [{text: "a\\nb"}]}}}
  numbers: [0, -0.5, 1.5, 1000000, 123456789, 1e21, 0.00001, 3.0]
  texts: ["true", "12", "a: b", "*x", "a #b", "- x", "", " lead", "it's", "say \\"x\\"", "a\\nb", "é→", "2020-01-01", "y", "no", "0123", "1e3", ".5", "~", "%x", "@x", "\`x", "a, b", "{a}", "x:", "!x", "&x", "|", "? x", "a\\tb", "a\\u0001b", "x ", "a\\n", "a\\n\\n", "\\na", "  a\\nb", "=", "<<", "a:b", "http://x:80/", ".inf", "nan", "0b11", "0x1F", "1_000", "1:30", "+1", "-", "on", "null", "a\\n b", "a \\nb", "---", "...", "-x", "?x", ":x", "#", "1.2.3", "1.", "0o7", "08", "1e", "é #", "[", "Y", "x #", "\\n", "\\n\\n", "a\\\\b", "1__0", "-1", "😀"]
  keys: {a10: 1, a2: 1, a: 1, B: 1, "12": 1, "2": 1, "true": 1, "": 1, "x y": 1, "x: y": 1, _u: 1, "a-b": 1, a_b: 1, a.b: 1, "007": 1, "07": 1}
`,
      'chart/templates/a.yaml': `
apiVersion: v1
kind: ConfigMap
metadata: {name: yaml}
data:
  all: {{ toYaml .Values.all | quote }}
  long: {{ toYaml .Values.long | quote }}
  json: {{ toJson .Values.all | quote }}
  {{- range $i, $text := .Values.all.texts }}
  text{{ $i }}: {{ toYaml $text | quote }}
  {{- if not (contains "\\n" $text) }}
  key{{ $i }}: {{ toYaml (dict $text 1) | quote }}
  {{- end }}
  {{- end }}
  {{- range $i, $item := .Values.all.list }}
  item{{ $i }}: {{ toYaml $item | quote }}
  {{- end }}
`,
    },
  },
  {
    title: 'files, release name, parameters, values as an object, CRDs',
    files: {
      'chart/Chart.yaml':
        'apiVersion: v2\nname: files\nversion: 0.1.0\nannotations: {a: b}\n',
      'chart/values.yaml':
        'environmentShort: none\nlist: [1, 2]\nx: {y: 1, z: 2}\n',
      'chart/values-prod.yaml': 'environmentShort: prod\n',
      'chart/sealed/prod.yaml':
        'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: files-secrets}\nspec: {encryptedData: {A: QUJD}}\n',
      'chart/config/a.txt': 'one\ntwo\n',
      'chart/config/b.txt': 'three',
      'chart/crds/crd.yaml':
        'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.example.com}\n',
      'chart/templates/sealed.yaml':
        '{{- with .Files.Get (printf "sealed/%s.yaml" .Values.environmentShort) }}\n{{ . }}\n{{- end }}\n',
      'chart/templates/config.yaml': `
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-{{ .Chart.Annotations.a }}
data:
  {{- (.Files.Glob "config/*.txt").AsConfig | nindent 2 }}
  {{- range $path, $_ := .Files.Glob "config/**" }}
  {{ $path | replace "/" "-" | replace "." "-" }}-lines: {{ $.Files.Lines $path | join "|" | quote }}
  {{- end }}
  values: {{ .Values | toJson | quote }}
---
apiVersion: v1
kind: Secret
metadata: {name: second}
data:
  {{- (.Files.Glob "config/a.txt").AsSecrets | nindent 2 }}
---
# nothing here
`,
    },
    helm: {
      releaseName: 'other',
      valueFiles: ['values-prod.yaml'],
      valuesObject: { x: { z: null, added: true }, deep: { er: ['a'] } },
      parameters: [
        { name: 'x.y', value: '7' },
        { name: 'text', value: '007', forceString: true },
        { name: 'list[1]', value: 'changed' },
        { name: 'a\\.b', value: 'true' },
      ],
    },
  },
];
