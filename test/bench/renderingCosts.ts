import { inputOf } from '../templates/matrix/aCombination';
import { seeds } from '../templates/matrix/choices';
import { dryRunTemplate } from '../templates/renderTemplate';
import { aSealingKeyPair } from '../templates/sealedFor';
import { startScaffolder, stopScaffolder } from '../templates/startScaffolder';

const runs = 5;

/** Seconds of CPU, and by the clock. */
export interface Cost {
  readonly cpu: number;
  readonly clock: number;
}

/** What it costs to render one combination of answers. */
export interface RenderingCost {
  readonly title: string;
  /** The very first one also loads what rendering needs. */
  readonly first: Cost;
  /** The medians of those after it. */
  readonly later: Cost;
}

/** Renders what each seed describes by the scaffolder's dry run, in this process and one after the other. */
export async function renderingCosts(): Promise<readonly RenderingCost[]> {
  const { publicKey } = await aSealingKeyPair();
  const costs: RenderingCost[] = [];
  await startScaffolder();
  try {
    for (const [title, choice] of Object.entries(seeds)) {
      const input = await inputOf(choice, publicKey);
      const render = () => dryRunTemplate(input);
      const first = await costOf(render);
      const later: Cost[] = [];
      while (later.length < runs) {
        later.push(await costOf(render));
      }
      costs.push({
        title,
        first,
        later: {
          cpu: median(later.map(({ cpu }) => cpu)),
          clock: median(later.map(({ clock }) => clock)),
        },
      });
    }
  } finally {
    await stopScaffolder();
  }
  return costs;
}

async function costOf(render: () => Promise<unknown>): Promise<Cost> {
  const before = process.cpuUsage();
  const began = performance.now();
  await render();
  const clock = (performance.now() - began) / 1e3;
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1e6, clock };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
