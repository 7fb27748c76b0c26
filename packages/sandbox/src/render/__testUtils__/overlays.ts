/** Overlays that use what the renderer knows, alone and together; each is built in the folder `overlay`. */
export const overlays: readonly {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
}[] = [
  {
    title: 'an overlay as the templates write it',
    files: withBase(
      `
namespace: chat-dev
resources: [../base]
images: [{name: chat, newName: registry.example/team/chat, newTag: "12345678"}]
replicas: [{name: chat, count: 3}]
configMapGenerator:
- {name: chat-config, behavior: merge, literals: [LOG_LEVEL=debug, ENVIRONMENT=dev]}
patches: [{path: resources.yaml}]
`,
      {
        'overlay/resources.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: chat}\nspec: {template: {spec: {containers: [{name: app, resources: {limits: {memory: 128Mi}}}]}}}\n',
      },
    ),
  },
  {
    title: 'prefix, suffix and namespace, and every reference follows',
    files: withBase(`
namespace: other
namePrefix: a-
nameSuffix: -z
resources: [../base]
`),
  },
  {
    title: 'labels and annotations, with and without selectors and templates',
    files: withBase(`
resources: [../base]
labels:
- {pairs: {only: metadata}}
- {pairs: {in: templates}, includeTemplates: true}
- {pairs: {in: selectors}, includeSelectors: true}
commonAnnotations: {example.com/owner: team}
`),
  },
  {
    title: 'commonLabels',
    files: withBase('commonLabels: {team: chat}\nresources: [../base]\n'),
  },
  {
    title: 'strategic merge patches: lists by name, removal, replacement',
    files: withBase(`
resources: [../base]
patches:
- patch: |
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: chat}
    spec:
      replicas: null
      template:
        spec:
          containers:
          - {name: sidecar, image: "side:1"}
          - name: app
            command: [run]
            env: [{name: NEW, value: "1"}, {name: FIRST, value: changed}, {$patch: delete, name: SECOND}]
            ports: [{containerPort: 9000, name: metrics}]
          volumes: [{name: tmp, emptyDir: {}}]
- patch: |
    apiVersion: v1
    kind: Service
    metadata: {name: chat}
    spec:
      ports: [{port: 80, targetPort: 9000}]
- patch: |
    $patch: delete
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: chat}
`),
  },
  {
    title: 'JSON patches and targets by kind, name pattern and label',
    files: withBase(
      `
resources: [../base]
patches:
- target: {kind: Deployment, name: ch.*}
  patch: |
    - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: LAST, value: "9"}}
    - {op: replace, path: /spec/replicas, value: 5}
    - {op: remove, path: /spec/template/spec/containers/0/ports}
    - {op: add, path: /metadata/annotations, value: {example.com~1x: "y"}}
- target: {labelSelector: "part-of=chat,!missing"}
  patch: |
    - {op: test, path: /metadata/labels/part-of, value: chat}
    - {op: copy, from: /metadata/labels/part-of, path: /metadata/labels/copy}
    - {op: move, from: /metadata/labels/part-of, path: /metadata/labels/moved~1here}
- target: {kind: Service}
  path: service.yaml
`,
      {
        'overlay/service.yaml':
          'apiVersion: v1\nkind: Service\nmetadata: {name: any}\nspec: {type: NodePort}\n',
      },
    ),
  },
  {
    title: 'generators: literals, files, env files, options, hashes',
    files: withBase(
      `
resources: [../base]
generatorOptions: {labels: {generated: "yes"}}
configMapGenerator:
- {name: plain, literals: ['A=1', 'B="quoted <&>"', C=x=y]}
- {name: from-files, files: [text.txt, renamed=text.txt], envs: [some.env]}
- {name: fixed, literals: [A=1], options: {disableNameSuffixHash: true, immutable: true, annotations: {a: b}}}
secretGenerator:
- {name: keys, literals: [password=secret], type: Opaque}
- {name: tls, files: [text.txt], type: example.com/custom}
`,
      {
        'overlay/text.txt': 'one\ntwo\n',
        'overlay/some.env': '# comment\nX=1\n\nY=two words\n',
      },
    ),
  },
  {
    title: 'components, layers and images by digest',
    files: withBase(
      `
resources: [../middle]
components: [../component]
nameSuffix: -outer
images: [{name: chat, digest: "sha256:${'0a'.repeat(32)}"}]
`,
      {
        'middle/kustomization.yaml':
          'resources: [../base]\nnamePrefix: middle-\nnamespace: inner\n',
        'component/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [extra.yaml]\npatches:\n- target: {kind: Deployment}\n  patch: |\n    - {op: add, path: /spec/paused, value: true}\n',
        'component/extra.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: extra}\ndata: {a: b}\n',
      },
    ),
  },
  {
    title: 'a sealed secret and other custom resources are left as they are',
    files: withBase(
      'namespace: chat-dev\nresources: [../base, sealed.yaml]\n',
      {
        'overlay/sealed.yaml':
          'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: chat-secrets, namespace: chat-dev}\nspec: {encryptedData: {A: QUJD}, template: {metadata: {name: chat-secrets, namespace: chat-dev}}}\n',
      },
    ),
  },
  {
    title: 'roles, bindings, jobs and the namespace itself',
    files: {
      'overlay/kustomization.yaml':
        'namespace: new\nnamePrefix: p-\nresources: [all.yaml]\ncommonLabels: {l: v}\n',
      'overlay/all.yaml': `
apiVersion: v1
kind: Namespace
metadata: {name: old}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: bot}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules: [{apiGroups: [""], resources: [configmaps], verbs: [get], resourceNames: [settings]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: readers}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: bot, namespace: old}, {kind: ServiceAccount, name: bot, namespace: default}, {kind: ServiceAccount, name: bot}, {kind: User, name: bot}, {kind: ServiceAccount, name: default}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          serviceAccountName: bot
          restartPolicy: Never
          containers: [{name: main, image: busybox, envFrom: [{configMapRef: {name: settings}}]}]
`,
    },
  },
];

function withBase(
  kustomization: string,
  files: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    'base/kustomization.yaml': `
resources: [chat.yaml]
configMapGenerator: [{name: chat-config, literals: [LOG_LEVEL=info]}]
secretGenerator: [{name: chat-keys, literals: [token=t]}]
`,
    'base/chat.yaml': `
apiVersion: apps/v1
kind: Deployment
metadata: {name: chat, labels: {part-of: chat}}
spec:
  replicas: 2
  selector: {matchLabels: {app: chat}}
  template:
    metadata: {labels: {app: chat}}
    spec:
      serviceAccountName: chat
      topologySpreadConstraints:
      - {maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: chat}}}
      initContainers: [{name: init, image: chat}]
      containers:
      - name: app
        image: chat
        command: [old, command]
        env: [{name: FIRST, value: "1"}, {name: SECOND, valueFrom: {secretKeyRef: {name: chat-keys, key: token}}}]
        envFrom: [{configMapRef: {name: chat-config}}]
        ports: [{containerPort: 8000, name: http}]
      volumes: [{name: keys, secret: {secretName: chat-keys}}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: chat}
---
apiVersion: v1
kind: Service
metadata: {name: chat}
spec: {selector: {app: chat}, ports: [{port: 80, targetPort: http}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: chat}
spec: {minReplicas: 1, maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: chat}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: chat}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: chat}}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: chat}
spec:
  rules: [{host: chat.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: chat, port: {number: 80}}}}]}}]
`,
    'overlay/kustomization.yaml': kustomization,
    ...files,
  };
}
