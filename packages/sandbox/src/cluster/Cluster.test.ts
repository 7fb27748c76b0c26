import type { KubernetesObject } from '../render';
import { Cluster, liveObject } from './Cluster';
import { healthOf } from './healthOf';
import { ParameterStore } from './ParameterStore';

const namespace = 'shop';

function aCluster() {
  let now = Date.parse('2030-01-01T00:00:00Z');
  const parameters = new ParameterStore();
  const cluster = new Cluster({
    clock: { now: () => new Date(now) },
    images: { has: () => false },
    unseal: () => ({}),
    parameters,
  });
  return {
    cluster,
    parameters,
    step(seconds: number) {
      for (let i = 0; i < seconds; i++) {
        now += 1000;
        cluster.step();
      }
    },
    health(object: KubernetesObject) {
      const record = cluster.find(object);
      return record && healthOf(liveObject(record));
    },
    live(object: KubernetesObject) {
      const record = cluster.find(object);
      return record && liveObject(record);
    },
  };
}

const anObject = (
  apiVersion: string,
  kind: string,
  spec: object,
  name = 'app',
): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
  spec,
});

const aPod = (container: object = {}) => ({
  template: {
    spec: { containers: [{ name: 'app', image: 'postgres:17', ...container }] },
  },
});

const needsSecret = {
  envFrom: [{ secretRef: { name: 'app-secrets' } }],
};

const externalSecret = (spec: object) =>
  anObject(
    'external-secrets.io/v1',
    'ExternalSecret',
    {
      secretStoreRef: {
        kind: 'ClusterSecretStore',
        name: 'aws-parameter-store',
      },
      ...spec,
    },
    'app-secrets',
  );

describe('an ExternalSecret', () => {
  const extract = { dataFrom: [{ extract: { key: '/shop/app/prod/app' } }] };

  it('waits for its parameter; then pods that wait for the Secret start', () => {
    const { cluster, parameters, step, health } = aCluster();
    const secret = externalSecret(extract);
    const workload = anObject('apps/v1', 'Deployment', aPod(needsSecret));
    cluster.apply(secret, 'app');
    cluster.apply(workload, 'app');
    step(5);
    expect(health(secret)).toEqual({
      status: 'Degraded',
      message:
        'error processing spec.dataFrom[0].extract, err: parameter /shop/app/prod/app does not exist',
    });
    expect(health(workload)?.status).toBe('Progressing');

    parameters.createIfMissing('/shop/app/prod/app', '{"KEY":"v","N":1}');
    step(3);
    expect(health(secret)).toEqual({
      status: 'Healthy',
      message: 'secret synced',
    });
    expect(health(workload)?.status).toBe('Healthy');
    expect(cluster.readSecret(namespace, 'app-secrets')).toEqual({
      KEY: 'v',
      N: '1',
    });
  });

  it.each([
    [
      'another store',
      { secretStoreRef: { kind: 'SecretStore', name: 'vault' }, ...extract },
      'could not get SecretStore "vault": not found',
    ],
    [
      'a parameter that is no JSON object',
      { dataFrom: [{ extract: { key: '/plain' } }] },
      'unable to unmarshal secret: it is no JSON object',
    ],
    [
      'a field that the parameter has not',
      {
        data: [
          { secretKey: 'A', remoteRef: { key: '/json', property: 'none' } },
        ],
      },
      'key none does not exist in the parameter',
    ],
  ])('fails for %s, without its value', (_, spec, message) => {
    const { cluster, parameters, health, live } = aCluster();
    parameters.put('/plain', 'top-secret');
    parameters.put('/json', '{"KEY":"top-secret"}');
    const secret = externalSecret(spec);
    cluster.apply(secret, 'app');
    expect(health(secret)?.message).toContain(message);
    expect(JSON.stringify(live(secret))).not.toContain('top-secret');
  });

  it('keeps values out of the Secret that everybody can see', () => {
    const { cluster, parameters, live } = aCluster();
    parameters.put('/json', '{"KEY":"top-secret"}');
    cluster.apply(
      externalSecret({
        target: { name: 'other' },
        data: [
          { secretKey: 'A', remoteRef: { key: '/json', property: 'KEY' } },
        ],
      }),
      'app',
    );
    const secret = anObject('v1', 'Secret', {}, 'other');
    expect(live(secret)?.data).toEqual({ A: '++++++++' });
    expect(cluster.readSecret(namespace, 'other')).toEqual({ A: 'top-secret' });
  });
});

describe('an autoscaler', () => {
  const autoscaler = (minReplicas: number) =>
    anObject('autoscaling/v2', 'HorizontalPodAutoscaler', {
      minReplicas,
      scaleTargetRef: { kind: 'Deployment', name: 'app' },
    });

  it('gives a workload its minimum, and follows it', () => {
    const { cluster, step, live } = aCluster();
    const workload = anObject('apps/v1', 'Deployment', aPod());
    cluster.apply(workload, 'app');
    cluster.apply(autoscaler(3), 'app');
    step(8);
    expect(live(workload)).toMatchObject({
      spec: { replicas: 3 },
      status: { readyReplicas: 3 },
    });
    cluster.apply(autoscaler(1), 'app');
    step(8);
    expect(live(workload)?.status).toMatchObject({ readyReplicas: 1 });
  });

  it('leaves a workload alone that says how many it wants', () => {
    const { cluster, step, live } = aCluster();
    const workload = anObject('apps/v1', 'Deployment', {
      replicas: 2,
      ...aPod(),
    });
    cluster.apply(workload, 'app');
    cluster.apply(autoscaler(5), 'app');
    step(8);
    expect(live(workload)?.status).toMatchObject({ readyReplicas: 2 });
  });
});

describe('a Job', () => {
  it('completes', () => {
    const { cluster, step, health } = aCluster();
    const job = anObject('batch/v1', 'Job', aPod());
    cluster.apply(job, 'app');
    expect(health(job)?.status).toBe('Progressing');
    step(4);
    expect(health(job)?.status).toBe('Healthy');
  });

  it.each([
    ['waits for ever without a deadline', {}, 'Progressing', undefined],
    [
      'gives up at its deadline',
      { activeDeadlineSeconds: 60 },
      'Degraded',
      'Job was active longer than specified deadline',
    ],
  ])('whose Secret is missing %s', (_, spec, status, message) => {
    const { cluster, step, health } = aCluster();
    const job = anObject('batch/v1', 'Job', { ...spec, ...aPod(needsSecret) });
    cluster.apply(job, 'app');
    step(50);
    expect(health(job)?.status).toBe('Progressing');
    step(50);
    expect(health(job)).toEqual(message ? { status, message } : { status });
  });

  it('gives up when its container fails again and again', () => {
    const { cluster, step, health } = aCluster();
    cluster.misbehave(namespace, 'postgres:17', 'crash');
    const job = anObject('batch/v1', 'Job', { backoffLimit: 3, ...aPod() });
    cluster.apply(job, 'app');
    step(10);
    expect(health(job)?.message).toBe(
      'Job has reached the specified backoff limit',
    );
  });
});
