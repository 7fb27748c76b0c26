import { z } from 'zod';
import { parseAllDocuments } from 'yaml';
import { dryRunTemplate, type Rendered } from '../renderTemplate';
import { aSealingKeyPair, type SealingKeyPair } from '../sealedFor';
import { stopScaffolder } from '../startScaffolder';
import { unrendered } from '../unrendered';
import { yamlFiles } from '../yamlFiles';
import { canary, combinations, inputOf } from './aCombination';

const kindSchema = z.object({ kind: z.string() });
let keys: SealingKeyPair;

beforeAll(async () => {
  keys = await aSealingKeyPair();
});
afterAll(stopScaffolder);

describe.each(combinations)('$title', ({ choice }) => {
  const root = choice.layout === 'platform' ? 'apps/orders-api/' : '';
  const environments = choice.environments.split('+');
  let rendered: Rendered;
  let files: ReadonlyMap<string, string>;
  const isChartTemplate = (file: string) =>
    file.startsWith(`${root}charts/orders-api/templates/`);

  beforeAll(async () => {
    rendered = await dryRunTemplate(await inputOf(choice, keys.publicKey));
    files = rendered.files;
  });

  it('leaves nothing unrendered and nothing to fill in', () => {
    expect(unrendered(files)).toEqual([]);
    expect(JSON.stringify(rendered.output)).not.toMatch(/\$\{\{|undefined/);
  });

  it('stays within its folder', () => {
    const workflows = choice.ci === 'github' ? '.github/workflows/' : root;

    expect(
      [...files.keys()].filter(
        file => !file.startsWith(root) && !file.startsWith(workflows),
      ),
    ).toEqual([]);
  });

  it('gives valid YAML', () => {
    const plain = new Map(
      [...files].filter(([file]) => !isChartTemplate(file)),
    );

    expect([...yamlFiles(plain).keys()]).toContain(`${root}catalog-info.yaml`);
  });

  it('has no secret in plain text, neither in a file nor in what the run shows', () => {
    const secrets = [...files].filter(
      ([file, text]) =>
        /\.ya?ml$/.test(file) &&
        !isChartTemplate(file) &&
        parseAllDocuments(text).some(
          document =>
            kindSchema.safeParse(document.toJS()).data?.kind === 'Secret',
        ),
    );

    expect(secrets.map(([file]) => file)).toEqual([]);
    expect(
      [...files]
        .filter(([, text]) => text.includes(canary))
        .map(([file]) => file),
    ).toEqual([]);
    expect(JSON.stringify([rendered.log, rendered.output])).not.toContain(
      canary,
    );
  });

  it('has its secrets where its store wants them', () => {
    const sealed = [...files].filter(([, text]) =>
      /^kind: SealedSecret$/m.test(text),
    );
    const external = [...files].filter(([, text]) =>
      /^kind: ExternalSecret$/m.test(text),
    );

    expect(sealed).toHaveLength(
      choice.secrets === 'sealed' ? environments.length : 0,
    );
    expect(external.length > 0).toBe(choice.secrets === 'aws-ssm');
  });

  it('says in one place for each environment which tag of an image runs', () => {
    const tags = [...files].flatMap(([file, text]) =>
      file.endsWith('.md')
        ? []
        : (text.match(/^.*\b(?:newTag|tag): *"?unreleased"?$/gm) ?? []).map(
            () => file,
          ),
    );
    const images =
      choice.starter === 'fastapi' || choice.starter === 'chatbot'
        ? 1
        : choice.starter.split('+').length;
    const short: Readonly<Record<string, string>> = { staging: 'stage' };
    const expected = environments.flatMap(environment =>
      Array.from({ length: images }, () =>
        choice.packaging === 'helm'
          ? `${root}charts/orders-api/values-${short[environment] ?? environment}.yaml`
          : `${root}k8s/overlays/${environment}/kustomization.yaml`,
      ),
    );

    expect([...tags].sort()).toEqual([...expected].sort());
    expect(
      [...files]
        .filter(([file]) => !file.endsWith('.md'))
        .flatMap(([file, text]) => (/:latest\b/.test(text) ? [file] : [])),
    ).toEqual([]);
  });

  it('has a pipeline of the chosen kind only', () => {
    const names = [...files.keys()];
    const gitlab = names.filter(file =>
      /(^|\/)(\.gitlab-ci\.yml|ci\/\d\d-.*\.yml)$/.test(file),
    );
    const github = names.filter(file => file.startsWith('.github/workflows/'));

    expect([gitlab.length > 0, github.length > 0]).toEqual([
      choice.ci === 'gitlab',
      choice.ci === 'github',
    ]);
  });
});
