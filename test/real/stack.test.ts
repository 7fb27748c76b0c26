import { z } from 'zod';
import { anInput } from '../templates/anInput';
import { imageOf, startDelivery, type Delivery } from './world/startDelivery';

const services = ['fastapi', 'streamlit', 'mlflow', 'kafka'];

const deploymentSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        initContainers: z.array(z.object({ image: z.string() })).optional(),
        containers: z.tuple([z.object({ image: z.string() })]),
      }),
    }),
  }),
});
const claimSchema = z.object({ status: z.object({ phase: z.string() }) });

jest.setTimeout(180_000);

describe.each(['kustomize', 'helm'])(
  'a stack of four services with %s, on Argo CD and Kubernetes',
  packaging => {
    const name = `insight-${packaging}`;
    let delivery: Delivery;

    beforeAll(async () => {
      delivery = await startDelivery(
        anInput({
          name,
          packaging,
          starter: 'stack',
          services,
          environments: ['dev', 'prod'],
        }),
      );
    });

    afterAll(() => delivery?.stop());

    /** The images of each service's pods. */
    const images = async (environment: string) =>
      Object.fromEntries(
        await Promise.all(
          services.map(async service => {
            const { spec } = await delivery.get(
              deploymentSchema,
              environment,
              'deployment',
              `${name}-${service}`,
            );
            const { containers, initContainers = [] } = spec.template.spec;
            const all = [...containers, ...initContainers];
            return [service, [...new Set(all.map(({ image }) => image))]];
          }),
        ),
      );
    const released = (tags: Readonly<Record<string, string>>) =>
      Object.fromEntries(
        services.map(service => [
          service,
          [`${imageOf(name, service)}:${tags[service] ?? 'aaaa1111'}`],
        ]),
      );

    it('becomes Synced and Healthy once each service is released, each with an image of its own', async () => {
      await delivery.settle('dev', 'Synced Progressing');
      for (const service of services.slice(0, -1)) {
        await delivery.release('dev', 'aaaa1111', service);
      }
      const sha = await delivery.release('dev', 'aaaa1111', 'kafka');

      await delivery.settle('dev', 'Synced Healthy', sha);
      expect(await images('dev')).toEqual(released({}));
    });

    it.each(services)(
      'rolls out a release of %s alone, in one environment',
      async service => {
        const before = await images('dev');
        const sha = await delivery.release('dev', 'bbbb2222', service);

        await delivery.settle('dev', 'Synced Healthy', sha);
        expect(await images('dev')).toEqual({
          ...before,
          [service]: [`${imageOf(name, service)}:bbbb2222`],
        });
      },
    );

    it('leaves production unreleased meanwhile', async () => {
      await delivery.settle('prod', 'Synced Progressing');
      for (const used of Object.values(await images('prod'))) {
        expect(used).toEqual([expect.stringMatching(/:unreleased$/)]);
      }
    });

    it('gives MLflow and the broker their disks', async () => {
      for (const claim of [`${name}-mlflow`, `data-${name}-broker-0`]) {
        const { status } = await delivery.get(claimSchema, 'dev', 'pvc', claim);
        expect(status.phase).toBe('Bound');
      }
    });
  },
);
