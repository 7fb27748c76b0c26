import { rmSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { root, stateDir } from '../../scripts/lib/paths.mjs';
import { stopProcesses } from '../../scripts/lib/processes.mjs';
import { startStack } from '../../scripts/lib/stack.mjs';
import { sandboxTokens } from '../../scripts/lib/tokens.mjs';

interface StartedProcess {
  readonly name: string;
  readonly file: string;
  readonly child: { readonly pid?: number };
}

/** Slipway as `npm start` runs it, with a browser, on data of its own that is gone at the next start. */
export interface World {
  readonly browser: Browser;
  readonly dataDir: string;
  readonly secretsThatMayNotLeak: readonly string[];
  process(name: 'sandbox' | 'backend' | 'frontend'): StartedProcess;
  stopProcess(name: 'sandbox' | 'backend' | 'frontend'): Promise<void>;
  newPage(options?: {
    readonly theme?: 'light' | 'dark';
    readonly width?: number;
    readonly height?: number;
  }): Promise<Page>;
  stop(): Promise<void>;
}

export const frontendUrl = 'http://127.0.0.1:3000';

/** `name` is the folder below `.slipway/` that holds the data. */
export async function startWorld(options: {
  readonly name: string;
  readonly keepData?: boolean;
}): Promise<World> {
  const dataDir = path.join(stateDir, options.name);
  if (!options.keepData) {
    rmSync(dataDir, { recursive: true, force: true });
  }
  const tokens = sandboxTokens(dataDir) as Record<string, string>;
  const started: StartedProcess[] = [];
  try {
    await startStack({
      node: process.execPath,
      env: {
        ...process.env,
        ...tokens,
        NODE_ENV: 'development',
        BROWSER: 'none',
        SANDBOX_DATA: path.join(dataDir, 'sandbox'),
        SANDBOX_WEBHOOK_URL: 'http://127.0.0.1:7007/api/events/http/gitlab',
        SANDBOX_GITHUB_WEBHOOK_URL:
          'http://127.0.0.1:7007/api/events/http/github',
        APP_CONFIG_backend_database_connection_directory: path.join(
          dataDir,
          'database',
        ),
      },
      logs: path.join(dataDir, 'logs'),
      started,
      verbose: false,
    });
  } catch (error) {
    await stopProcesses(started);
    throw error;
  }
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--headless=new',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
    ...(process.env.CHROMIUM_LIBRARY_PATH && {
      env: {
        ...process.env,
        LD_LIBRARY_PATH: process.env.CHROMIUM_LIBRARY_PATH,
      },
    }),
  });
  const find = (name: string) => {
    const one = started.find(candidate => candidate.name === name);
    if (!one) {
      throw new Error(`No process is called ${name}`);
    }
    return one;
  };
  return {
    browser,
    dataDir,
    secretsThatMayNotLeak: Object.values(tokens),
    process: find,
    stopProcess: name => stopProcesses([find(name)]),
    newPage: async ({ theme = 'light', width = 1440, height = 1000 } = {}) => {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        locale: 'en-GB',
      });
      return context.newPage();
    },
    stop: async () => {
      await browser.close();
      await stopProcesses(started);
    },
  };
}

export const repositoryRoot: string = root;
