import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { anInput } from '../templates/anInput';
import { eventually } from './world/eventually';
import { kubectl } from './world/realSystems';
import { imageOf, startDelivery, type Delivery } from './world/startDelivery';

const jobsSchema = z.object({
  items: z.tuple([
    z.object({
      metadata: z.object({ uid: z.string() }),
      spec: z.object({
        template: z.object({
          spec: z.object({
            containers: z.tuple([z.object({ image: z.string() })]),
          }),
        }),
      }),
      status: z.object({ succeeded: z.number().default(0) }),
    }),
  ]),
});
const replicasSchema = z.object({
  spec: z.object({ replicas: z.number() }),
  status: z.object({ readyReplicas: z.number() }),
});

jest.setTimeout(180_000);

describe.each(['kustomize', 'helm'])(
  'a chatbot with %s, on Argo CD and Kubernetes',
  packaging => {
    const name = `helpdesk-${packaging}`;
    const seen: string[] = [];
    let delivery: Delivery;

    beforeAll(async () => {
      delivery = await startDelivery(
        anInput({
          name,
          packaging,
          starter: 'chatbot',
          secretStore: 'aws-ssm',
          environments: ['prod'],
        }),
      );
    });

    afterAll(() => delivery?.stop());

    const migration = async () => {
      const { items } = await delivery.get(
        jobsSchema,
        'prod',
        'jobs',
        `--selector=app.kubernetes.io/name=${name}-migration`,
      );
      const [{ metadata, spec, status }] = items;
      const [{ image }] = spec.template.spec.containers;
      return { uid: metadata.uid, image, succeeded: status.succeeded };
    };
    const differences = async () =>
      (await delivery.status('prod')).resources.filter(
        ({ status }) => status !== 'Synced',
      );

    it('completes its first sync although there is no image and no Secret', async () => {
      await eventually(async () => {
        const { sync, operationState } = await delivery.status('prod');
        expect([sync.status, operationState?.phase]).toEqual([
          'Synced',
          'Succeeded',
        ]);
      });
      const { uid, image, succeeded } = await migration();
      expect({ image, succeeded }).toEqual({
        image: expect.stringMatching(/:unreleased$/),
        succeeded: 0,
      });
      seen.push(uid);
    });

    it.each(['3333e333', '4fe2a1bc'])(
      'syncs the release %s, and migrates anew with its image',
      async tag => {
        const sha = await delivery.release('prod', tag);

        await eventually(async () => {
          expect(await delivery.status('prod')).toMatchObject({
            sync: { status: 'Synced', revision: sha },
            operationState: { phase: 'Succeeded' },
          });
          const { uid, image, succeeded } = await migration();
          expect(seen).not.toContain(uid);
          expect({ image, succeeded }).toEqual({
            image: `${imageOf(name)}:${tag}`,
            succeeded: 1,
          });
        });
        seen.push((await migration()).uid);
      },
    );

    it('leaves the number of replicas to the autoscaler', async () => {
      await eventually(async () => {
        const { spec, status } = await delivery.get(
          replicasSchema,
          'prod',
          'deployment',
          name,
        );
        expect([spec.replicas, status.readyReplicas]).toEqual([3, 3]);
      });
    });

    it('becomes healthy with what External Secrets makes, but for an autoscaler without metrics', async () => {
      // as its operator does, which does not run here
      await kubectl(
        ...[`--namespace=${name}-prod`, 'patch', 'externalsecret'],
        ...[`${name}-secrets`, '--subresource=status', '--type=merge'],
        '--patch={"status":{"conditions":[{"type":"Ready","status":"True"}]}}',
      );

      await eventually(async () => {
        const { resources } = await delivery.status('prod');
        const unwell = resources.filter(
          ({ health }) => health && health.status !== 'Healthy',
        );
        expect(unwell.map(({ kind }) => kind)).toEqual([
          'HorizontalPodAutoscaler',
        ]);
      });
    });

    it('stays as Git asks: what Kubernetes adds is no difference', async () => {
      await delivery.refresh('prod');
      // as long as Argo CD would take to begin a sync
      await sleep(6_000);

      const { history, resources } = await delivery.status('prod');
      expect(await differences()).toEqual([]);
      expect(resources.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining([
          ...['ExternalSecret', 'HorizontalPodAutoscaler', 'Job'],
          'StatefulSet',
        ]),
      );
      expect(history).toHaveLength(seen.length);
    });
  },
);
