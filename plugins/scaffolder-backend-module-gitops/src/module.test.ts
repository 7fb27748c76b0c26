import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  scaffolderActionsExtensionPoint,
  type TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { validate } from 'jsonschema';
import { inputOf } from './__testUtils__/runAction';
import { scaffolderModuleGitops } from './module';

const instances = [
  { name: 'main', url: 'https://argocd.example.com', token: 'canary-5d1f' },
];

async function actionsOf(data: object): Promise<readonly TemplateAction[]> {
  const added: TemplateAction[] = [];
  const backend = await startTestBackend({
    extensionPoints: [
      [
        scaffolderActionsExtensionPoint,
        { addActions: (...actions) => void added.push(...actions) },
      ],
    ],
    features: [
      scaffolderModuleGitops,
      catalogServiceMock.factory(),
      mockServices.rootConfig.factory({ data: { ...data } }),
    ],
  });
  await backend.stop();
  return added;
}

describe('the module', () => {
  it('adds its actions, each with examples and a schema, and able to run dry', async () => {
    const actions = await actionsOf({
      argocd: { appLocatorMethods: [{ type: 'config', instances }] },
    });
    expect(actions.map(({ id }) => id)).toEqual([
      'argocd:project:apply',
      'argocd:project:delete',
      'argocd:application:apply',
      'argocd:application:delete',
      'sealed-secrets:seal',
      'sealed-secrets:write',
      'gitlab:project:delete',
      'github:repository:delete',
      'gitops:preflight',
      'gitops:component:await',
    ]);
    for (const action of actions) {
      expect(action).toMatchObject({
        supportsDryRun: true,
        description: expect.stringMatching(/\.$/),
        schema: {
          input: { type: 'object', properties: expect.anything() },
          output: { type: 'object', properties: expect.anything() },
        },
      });
      expect(action.examples).not.toEqual([]);
    }
  });

  it('accepts its own examples as the scaffolder does, and refuses what it does not know', async () => {
    for (const action of await actionsOf({})) {
      const schema = action.schema?.input ?? {};
      for (const example of action.examples ?? []) {
        const input = inputOf(example);
        expect(validate(input, schema).errors).toEqual([]);
        expect(validate({ ...input, typo: 1 }, schema).valid).toBe(false);
      }
    }
  });

  it('starts without any configuration', async () => {
    expect(await actionsOf({})).toHaveLength(10);
  });

  it('fails the start when the configuration is wrong, without telling the token', async () => {
    const failure = await actionsOf({
      argocd: {
        appLocatorMethods: [
          { type: 'config', instances: [...instances, ...instances] },
        ],
      },
    }).catch(error => error);
    expect(String(failure)).toMatch(/“main” is taken/);
    expect(String(failure)).not.toContain('canary');
  });
});
