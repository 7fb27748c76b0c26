import type {
  FakeAnswer,
  FakeCommit,
} from '@slipway/plugin-gitops-node/testUtils';
import type { FakeProject } from './FakeProject';

const notFound = (what: string): FakeAnswer => ({
  status: 404,
  json: { message: `404 ${what} Not Found` },
});

/** Answers what lies under `/api/v4/projects/:path/`; `segments` are decoded. */
export function fakeRest(
  project: FakeProject | undefined,
  method: string,
  segments: readonly string[],
  query: URLSearchParams,
): FakeAnswer {
  if (!project) {
    return notFound('Project');
  }
  const { repository } = project;
  const commitOf = (revision: string | null) =>
    revision ? repository.find(revision) : undefined;

  switch (`${method} ${segments.map((s, i) => (i % 2 ? '*' : s)).join('/')}`) {
    case 'POST pipelines/*/retry':
      return project.retry(segments[1])
        ? { status: 201, json: {} }
        : notFound('Pipeline');
    case 'POST jobs/*/retry':
      return project.retryJob(segments[1])
        ? { status: 201, json: {} }
        : notFound('Job');
    case 'POST jobs/*/play':
      return {
        played: { status: 200, json: {} },
        unknown: notFound('Job'),
        unplayable: { status: 400, json: { message: '400 Unplayable Job' } },
      }[project.play(segments[1])];
    default:
  }
  switch (`${method} ${segments[1]}`) {
    case 'GET compare': {
      const [from, to] = [
        commitOf(query.get('from')),
        commitOf(query.get('to')),
      ];
      return from && to
        ? {
            status: 200,
            json: {
              commits: repository.between(from, to).map(commitType),
              web_url: `https://gitlab.invalid/${project.path}/-/compare`,
            },
          }
        : notFound('Ref');
    }
    case 'GET merge_base': {
      const [a, b] = query.getAll('refs[]').map(commitOf);
      const base = a && b && repository.mergeBase(a, b);
      return base
        ? { status: 200, json: commitType(base) }
        : notFound('Merge Base');
    }
    case 'GET commits': {
      const head = commitOf(query.get('ref_name'));
      if (head) {
        const folder = query.get('path') ?? '';
        return {
          status: 200,
          json: repository.ofFolder(head, folder).map(commitType),
        };
      }
      const commit = commitOf(segments[2]);
      return commit
        ? { status: 200, json: commitType(commit) }
        : notFound('Commit');
    }
    case 'GET files': {
      const text = commitOf(query.get('ref'))?.files.get(segments[2]);
      return text === undefined ? notFound('File') : { status: 200, text };
    }
    default:
      return notFound('Route');
  }
}

function commitType(commit: FakeCommit) {
  return {
    id: commit.sha,
    short_id: commit.sha.slice(0, 8),
    title: commit.message.split('\n')[0],
    message: commit.message,
    author_name: 'Ada Lovelace',
    authored_date: commit.at.toISOString(),
    web_url: `https://gitlab.invalid/-/commit/${commit.sha}`,
  };
}
