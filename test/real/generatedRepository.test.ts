import { z } from 'zod';
import { anInput } from '../templates/anInput';
import { sealedSecrets } from './world/realSystems';
import { sealForForm } from './world/sealForForm';
import { imageOf, startDelivery, type Delivery } from './world/startDelivery';

const itWith = sealedSecrets.url ? it : it.skip;
const whyNot = sealedSecrets.reason ? ` (${sealedSecrets.reason})` : '';
const password = 'pä$$:w0rd';
const environments = [
  { environment: 'dev', replicas: 1, memory: '256Mi' },
  { environment: 'staging', replicas: 2, memory: '256Mi' },
  { environment: 'prod', replicas: 3, memory: '512Mi' },
];

const deploymentSchema = z.object({
  spec: z.object({
    replicas: z.number(),
    template: z.object({
      spec: z.object({
        containers: z.tuple([
          z.object({
            image: z.string(),
            resources: z.object({ limits: z.object({ memory: z.string() }) }),
          }),
        ]),
      }),
    }),
  }),
  status: z.object({ readyReplicas: z.number().optional() }),
});
const secretSchema = z.object({ data: z.record(z.string()) });

jest.setTimeout(180_000);

describe.each(['kustomize', 'helm'])(
  'a repository of the template with %s, on Argo CD and Kubernetes',
  packaging => {
    const name = `orders-${packaging}`;
    let delivery: Delivery;

    beforeAll(async () => {
      const names = environments.map(({ environment }) => environment);
      delivery = await startDelivery(
        anInput({
          name,
          packaging,
          environments: names,
          ...(sealedSecrets.url && {
            secrets: await sealForForm(sealedSecrets.url, name, names, {
              DATABASE_PASSWORD: password,
            }),
          }),
        }),
      );
    });

    afterAll(() => delivery?.stop());

    const deployment = async (environment: string) => {
      const { spec, status } = await delivery.get(
        deploymentSchema,
        environment,
        'deployment',
        name,
      );
      const [{ image, resources }] = spec.template.spec.containers;
      return {
        image,
        memory: resources.limits.memory,
        wanted: spec.replicas,
        ready: status.readyReplicas,
      };
    };

    it('is synced from its first minute, and waits for an image', async () => {
      await delivery.settle('dev', 'Synced Progressing');
      expect((await deployment('dev')).image).toMatch(/:unreleased$/);
    });

    it.each(environments)(
      'becomes Synced and Healthy in $environment by its release, with $replicas pods',
      async ({ environment, replicas, memory }) => {
        const sha = await delivery.release(environment, '3333e333');
        await delivery.settle(environment, 'Synced Healthy', sha);
        expect(await deployment(environment)).toEqual({
          image: `${imageOf(name)}:3333e333`,
          memory,
          wanted: replicas,
          ready: replicas,
        });
      },
    );

    it('rolls out the next release in one environment, and leaves the others alone', async () => {
      const sha = await delivery.release('dev', '12345678');
      await delivery.settle('dev', 'Synced Healthy', sha);
      expect((await deployment('dev')).image).toBe(`${imageOf(name)}:12345678`);
      await delivery.settle('prod', 'Synced Healthy');
      expect((await deployment('prod')).image).toBe(
        `${imageOf(name)}:3333e333`,
      );
    });

    itWith(
      `opens the sealed secret of each environment in its namespace${whyNot}`,
      async () => {
        for (const { environment } of environments) {
          const { data } = await delivery.get(
            secretSchema,
            environment,
            'secret',
            `${name}-secrets`,
          );
          expect(Buffer.from(data.DATABASE_PASSWORD, 'base64').toString()).toBe(
            password,
          );
        }
      },
    );
  },
);
