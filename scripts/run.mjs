// Runs one TypeScript file of test/ with the workspace's own Node and a browser: node scripts/run.mjs <file> [arguments]
import { findBrowser } from './lib/browser.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { root } from './lib/paths.mjs';
import { fail } from './lib/print.mjs';
import { runCommand } from './lib/runCommand.mjs';
import { prepareToolchain } from './lib/toolchain.mjs';

const context = prepareToolchain();
await installDependencies(context);
const browser = await findBrowser(context.env);
if (browser.reason) {
  fail(browser.reason);
  process.exit(1);
}
const { code } = await runCommand({
  command: context.node,
  args: ['--import', 'tsx', ...process.argv.slice(2)],
  cwd: root,
  env: {
    ...context.env,
    CHROMIUM_PATH: browser.executablePath,
    ...(browser.libraryPath && { CHROMIUM_LIBRARY_PATH: browser.libraryPath }),
  },
});
process.exit(code);
