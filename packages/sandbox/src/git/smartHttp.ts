import { spawn } from 'node:child_process';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Router, type Request, type Response } from 'express';
import type { GitStore } from './GitStore';
import { parsePushCommands } from './pushCommands';

type Service = 'git-upload-pack' | 'git-receive-pack';

/** Commands and push options come before the pack; nobody needs more than this for them. */
const MAX_COMMAND_BYTES = 1024 * 1024;

export interface SmartHttpOptions {
  readonly git: GitStore;
  /** Undefined for a repository that is not there. */
  readonly visibility: (repo: string) => 'public' | 'private' | undefined;
  /** Judges the password of HTTP Basic; any user name will do, as for GitLab's tokens. */
  readonly isToken: (password: string) => boolean;
  /** Whose server this is, for its refusals; default GitLab. */
  readonly realm?: string;
}

/** Git's smart HTTP protocol by Git's own programs: anybody may fetch what is public, a push needs the token. */
export function createSmartHttp(options: SmartHttpOptions): Router {
  const router = Router();
  router.get(/^\/(.+)\/info\/refs$/, (req, res, next) => {
    const service = asService(req.query.service);
    if (!service) {
      next();
      return;
    }
    const repo = req.params[0];
    if (!repo.endsWith('.git')) {
      // GitLab's answer to a clone URL without the suffix
      const query = new URLSearchParams({ service });
      const path = repo.split('/').map(encodeURIComponent).join('/');
      res.redirect(301, `/${path}.git/info/refs?${query}`);
      return;
    }
    const name = repo.slice(0, -'.git'.length);
    if (authorize(options, name, service, req, res)) {
      advertise(options.git, name, service, req, res);
    }
  });
  router.post(
    /^\/(.+)\.git\/(git-upload-pack|git-receive-pack)$/,
    (req, res, next) => {
      const service = asService(req.params[1]);
      const repo = req.params[0];
      if (service && authorize(options, repo, service, req, res)) {
        serve(options.git, repo, service, req, res).catch(next);
      }
    },
  );
  return router;
}

function asService(value: unknown): Service | undefined {
  return value === 'git-upload-pack' || value === 'git-receive-pack'
    ? value
    : undefined;
}

function authorize(
  { visibility, isToken, realm = 'GitLab' }: SmartHttpOptions,
  repo: string,
  service: Service,
  req: Request,
  res: Response,
): boolean {
  const [scheme, encoded = ''] = (req.headers.authorization ?? '').split(' ');
  const given = /^basic$/i.test(scheme)
    ? Buffer.from(encoded, 'base64').toString('utf8')
    : undefined;
  const known =
    given !== undefined && isToken(given.slice(given.indexOf(':') + 1));
  const seen = visibility(repo);
  const open = given === undefined && service === 'git-upload-pack';
  if (!known && !(open && seen === 'public')) {
    res
      .status(401)
      .setHeader('WWW-Authenticate', `Basic realm="${realm}"`)
      .type('text/plain')
      .send(
        'HTTP Basic: Access denied. The provided password or token is incorrect.',
      );
    return false;
  }
  if (!seen) {
    res
      .status(404)
      .type('text/plain')
      .send(
        "The project you were looking for could not be found or you don't have permission to view it.",
      );
    return false;
  }
  return true;
}

function start(
  git: GitStore,
  repo: string,
  service: Service,
  req: Request,
  extra: string[],
) {
  const protocol = req.headers['git-protocol'];
  const env = { ...git.environment };
  if (typeof protocol === 'string' && /^[\w=:.-]{1,200}$/.test(protocol)) {
    env.GIT_PROTOCOL = protocol;
  }
  const args = [service.slice('git-'.length), '--stateless-rpc', ...extra];
  const child = spawn('git', [...args, git.gitDir(repo)], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => {});
  return {
    child,
    isVersion2: /(^|:)version=2(:|$)/.test(env.GIT_PROTOCOL ?? ''),
  };
}

function advertise(
  git: GitStore,
  repo: string,
  service: Service,
  req: Request,
  res: Response,
): void {
  const { child, isVersion2 } = start(git, repo, service, req, [
    '--advertise-refs',
  ]);
  child.stdin.end();
  res.setHeader('Content-Type', `application/x-${service}-advertisement`);
  res.setHeader('Cache-Control', 'no-cache, max-age=0, must-revalidate');
  if (!isVersion2) {
    const line = `# service=${service}\n`;
    res.write(`${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`);
  }
  child.on('error', () => res.destroy());
  child.stdout.pipe(res);
}

async function serve(
  git: GitStore,
  repo: string,
  service: Service,
  req: Request,
  res: Response,
): Promise<void> {
  const { child } = start(git, repo, service, req, []);
  res.on('close', () => child.kill());
  res.setHeader('Content-Type', `application/x-${service}-result`);
  res.setHeader('Cache-Control', 'no-cache, max-age=0, must-revalidate');
  const body: Readable =
    req.headers['content-encoding'] === 'gzip'
      ? pipeline(req, createGunzip(), () => {})
      : req;
  if (service === 'git-upload-pack') {
    child.on('error', () => res.destroy());
    body.pipe(child.stdin);
    child.stdout.pipe(res);
    return;
  }
  let head = Buffer.alloc(0);
  body.on('data', (chunk: Buffer) => {
    if (head.length < MAX_COMMAND_BYTES) {
      head = Buffer.concat([head, chunk]);
    }
  });
  body.pipe(child.stdin);
  const answer: Buffer[] = [];
  child.stdout.on('data', chunk => answer.push(chunk));
  await new Promise((resolve, reject) => {
    child.on('close', resolve);
    child.on('error', reject);
  });
  // the client hears of success only after the listeners, so that whoever pushes sees the pipeline at once
  await announcePush(git, repo, head);
  res.end(Buffer.concat(answer));
}

async function announcePush(git: GitStore, repo: string, head: Buffer) {
  const push = parsePushCommands(head);
  if (!push) {
    return;
  }
  await git.adoptDefaultBranch(repo);
  for (const { ref, before, after } of push.commands) {
    if ((await git.resolveRevision(repo, ref)) === after) {
      git.announce({ repo, ref, before, after, pushOptions: push.pushOptions });
    }
  }
}
