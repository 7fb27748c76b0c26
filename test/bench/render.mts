// Prints what rendering costs for each seed's answers: node scripts/run.mjs test/bench/render.mts
import os from 'node:os';
import { renderingCosts } from './renderingCosts';

const costs = await renderingCosts();
process.stdout.write(
  `\n${os.cpus().length} cores, ${os.cpus()[0]?.model}\n\n| Rendered | First: CPU | Clock | Later: CPU | Clock |\n| --- | --- | --- | --- | --- |\n`,
);
for (const { title, first, later } of costs) {
  const seconds = [first.cpu, first.clock, later.cpu, later.clock].map(
    each => `${each.toFixed(2)} s`,
  );
  process.stdout.write(`| ${[title, ...seconds].join(' | ')} |\n`);
}
// Timers and the listening socket of the test backend outlive its stop where no Jest tears them down.
process.exit();
