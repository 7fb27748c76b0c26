import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  DefaultNamespaceEntityPolicy,
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  type Entity,
  SchemaValidEntityPolicy,
} from '@backstage/catalog-model';
import { templateEntityV1beta3Validator } from '@backstage/plugin-scaffolder-common';
import { parse } from 'yaml';
import { z } from 'zod';
import { anInput, type TemplateValues } from './anInput';
import { dryRunTemplate, RefusedInput, renderTemplate } from './renderTemplate';
import { startScaffolder, stopScaffolder } from './startScaffolder';
import { templatesRoot } from './templateFolder';
import { yamlFile } from './yamlFiles';

afterAll(stopScaffolder);

const templates = ['python-gitops-app', 'gitops-platform'];

const stepsSchema = z.object({
  spec: z.object({
    steps: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        action: z.string(),
        if: z.string().optional(),
        input: z.record(z.unknown()),
      }),
    ),
  }),
});

const inputSchema = z.object({
  properties: z.record(z.unknown()).optional(),
  required: z.array(z.string()).optional(),
});

const actionsSchema = z.array(
  z.object({
    id: z.string(),
    schema: z
      .object({
        // Several ways to call an action are alternatives in its schema.
        input: inputSchema
          .extend({ anyOf: z.array(inputSchema).optional() })
          .optional(),
      })
      .optional(),
  }),
);

const entityPolicy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

async function read(template: string): Promise<unknown> {
  return parse(
    await readFile(path.join(templatesRoot, template, 'template.yaml'), 'utf8'),
  );
}

describe.each(templates)('template %s', template => {
  it('is a template by the schema of the scaffolder and of the catalog', async () => {
    const entity = (await read(template)) as Entity;

    await expect(templateEntityV1beta3Validator.check(entity)).resolves.toBe(
      true,
    );
    await expect(entityPolicy.enforce(entity)).resolves.toMatchObject({
      kind: 'Template',
      metadata: { name: template },
    });
  });

  it('calls only actions that are installed, with inputs that they know', async () => {
    const { baseUrl } = await startScaffolder();
    const response = await fetch(`${baseUrl}/api/scaffolder/v2/actions`);
    const actions = new Map(
      actionsSchema.parse(await response.json()).map(one => [one.id, one]),
    );

    const problems = stepsSchema
      .parse(await read(template))
      .spec.steps.flatMap(step => {
        const action = actions.get(step.action);
        if (!action) {
          return [`${step.id}: no action ${step.action}`];
        }
        const keys = Object.keys(step.input);
        const input = action.schema?.input ?? {};
        const fits = (input.anyOf ?? [input]).some(
          ({ properties = {}, required = [] }) =>
            keys.every(key => key in properties) &&
            required.every(key => keys.includes(key)),
        );
        return fits ? [] : [`${step.id}: ${step.action} cannot take ${keys}`];
      });

    expect(problems).toEqual([]);
  });

  it('is listed for the catalog', async () => {
    const all = z
      .object({ spec: z.object({ targets: z.array(z.string()) }) })
      .parse(
        parse(await readFile(path.join(templatesRoot, 'all.yaml'), 'utf8')),
      );

    expect(all.spec.targets).toContain(`./${template}/template.yaml`);
  });
});

describe('the form refuses', () => {
  const cases: readonly [string, Partial<TemplateValues>, RegExp][] = [
    ['an empty name', { name: '' }, /name/],
    ['a single letter', { name: 'a' }, /name/],
    ['capitals', { name: 'Orders' }, /name/],
    ['an underscore', { name: 'orders_api' }, /name/],
    ['a dot', { name: 'orders.api' }, /name/],
    ['a digit in front', { name: '1orders' }, /name/],
    ['a dash in front', { name: '-orders' }, /name/],
    ['a dash at the end', { name: 'orders-' }, /name/],
    ['two dashes', { name: 'orders--api' }, /name/],
    ['41 characters', { name: 'a'.repeat(41) }, /name/],
    ["Kubernetes' prefix", { name: 'kube-orders' }, /name/],
    ["Argo CD's built-in project", { name: 'default' }, /name/],
    ["one of GitLab's paths", { name: 'wikis' }, /name/],
    ['a path', { name: '../orders' }, /name/],
    ['a template in the name', { name: '${{ secrets }}' }, /name/],
    ['a second line in the name', { name: 'orders\nfoo' }, /name/],
    ['two lines of description', { description: 'a\nb' }, /description/],
    ['nobody as owner', { owner: '' }, /owner/],
    ['an unknown starter', { starter: 'cobol' }, /starter/],
    ['no environment', { environments: [] }, /environments/],
    [
      'GitLab’s registry without GitLab',
      { ci: 'github', registry: 'gitlab' },
      /registry/,
    ],
    ['GitHub’s registry without GitHub', { registry: 'ghcr' }, /registry/],
    [
      'a chart in a platform repository',
      { layout: 'platform', packaging: 'helm' },
      /packaging/,
    ],
    ['a stack of nothing', { starter: 'stack', services: [] }, /services/],
    [
      'an unknown service',
      { starter: 'stack', services: ['redis'] },
      /services/,
    ],
    [
      'ECR without an account',
      { registry: 'ecr', awsAccountId: undefined },
      /awsAccountId/,
    ],
    [
      'an account that is none',
      { registry: 'ecr', awsAccountId: '12' },
      /awsAccountId/,
    ],
    [
      'parameters without a system',
      { secretStore: 'aws-ssm', awsSystem: undefined },
      /awsSystem/,
    ],
    [
      'a system that leads elsewhere',
      { secretStore: 'aws-ssm', awsSystem: '../x' },
      /awsSystem/,
    ],
    [
      'a platform repository with a path',
      { layout: 'platform', platformRepository: 'a/b' },
      /platformRepository/,
    ],
    [
      'an organization that GitHub refuses',
      { ci: 'github', githubOwner: '-x' },
      /githubOwner/,
    ],
    [
      'a Docker Hub namespace with a slash',
      { registry: 'dockerhub', dockerhubNamespace: 'a/b' },
      /dockerhubNamespace/,
    ],
    ['an unknown environment', { environments: ['dev', 'qa'] }, /environments/],
    ['an environment twice', { environments: ['dev', 'dev'] }, /environments/],
    ['no group', { group: '' }, /group/],
    ['a group that GitLab refuses', { group: 'shop/-checkout' }, /group/],
    ['a group that leads elsewhere', { group: 'shop/../admin' }, /group/],
    [
      'a host with its scheme',
      { gitlabHost: 'https://gitlab.example.com' },
      /gitlabHost/,
    ],
    ['a path as instance', { argocdInstance: '../main' }, /argocdInstance/],
    [
      'an image repository with a tag',
      {
        registry: 'other',
        imageRepository: 'registry.example.com/orders:latest',
      },
      /imageRepository/,
    ],
  ];

  it.each(cases)('%s', async (_, over, where) => {
    const refusal = renderTemplate(anInput(over));

    await expect(refusal).rejects.toThrow(RefusedInput);
    await expect(refusal).rejects.toThrow(where);
  });
});

describe('the form accepts', () => {
  it.each([
    ['two letters', { name: 'qa' }],
    ['40 characters', { name: `a${'-b'.repeat(19)}c` }],
    ['a name that ends in a digit', { name: 'orders2' }],
    ['a group within a group', { group: 'shop/checkout' }],
    [
      'a registry with a port',
      { registry: 'other', imageRepository: 'localhost:5000/orders' },
    ],
    ['production alone', { environments: ['prod'] }],
  ] satisfies [string, Partial<TemplateValues>][])('%s', async (_, over) => {
    await expect(renderTemplate(anInput(over))).resolves.toBeDefined();
  });
});

describe('a run', () => {
  it('hands no expression to an action that was not rendered', async () => {
    const { log, output } = await dryRunTemplate(anInput());

    expect(
      log.filter(line => line.includes('${{') && !line.includes('Writing ')),
    ).toEqual([]);
    expect(JSON.stringify(output)).not.toContain('${{');
  });

  it('gives an entity that the catalog takes', async () => {
    const files = await renderTemplate(
      anInput({ description: 'It\'s "quoted": and # more' }),
    );
    const entity = yamlFile(files, 'catalog-info.yaml') as Entity;

    await expect(entityPolicy.enforce(entity)).resolves.toMatchObject({
      metadata: {
        name: 'orders-api',
        description: 'It\'s "quoted": and # more',
        annotations: {
          'argocd/app-selector': 'gitops/component=orders-api',
          'argocd/instance-name': 'main',
          'gitlab.com/instance': 'gitlab.example.com',
          'gitlab.com/project-slug': 'demo/orders-api',
        },
      },
    });
  });
});
