import type { RunRecord } from '../../github/actions/recordedRun';
import type { PlatformSite } from '../platform/PlatformSite';
import { platformEnvironments } from '../platform/PlatformSite';
import { registerPlatform } from '../platform/registerPlatform';
import { writePlatformPast } from '../platform/writePlatformPast';
import type { SeedContext } from '../ServiceStory';
import { settleApplications } from '../settleApplications';

const slug = 'demo/platform';

/** The platform repository of the sandbox's GitHub. */
export function githubPlatform(githubUrl: string): PlatformSite {
  return {
    provider: 'github',
    host: new URL(githubUrl).host,
    url: `${githubUrl}/${slug}`,
    slug,
    name: 'github-platform',
    team: 'services',
    app: { name: 'postman', image: `ghcr.io/${slug}/postman` },
  };
}

/** As the platform on GitLab: a repository for many apps, whose one app is a release behind in prod. */
export async function platformOnGithub(context: SeedContext): Promise<void> {
  const { world, clock, now, githubUrl } = context;
  const { gitlab, github, argocd } = world;
  const site = githubPlatform(githubUrl);
  await writePlatformPast(
    site,
    {
      git: github.git,
      images: gitlab.images,
      create: async createdAt => {
        const { id } = await github.repositories.create({
          owner: 'demo',
          name: 'platform',
          description: 'Everything that Argo CD deploys from one repository',
          createdAt,
        });
        github.environments.put(id, 'prod', createdAt, {
          reviewers: [{ type: 'Team', id: 4 }],
        });
      },
      record: (sha, createdAt, outcome) => {
        github.runs.record({
          repository: slug,
          path: `.github/workflows/${site.app.name}.yml`,
          workflowName: site.app.name,
          title:
            outcome === 'passed'
              ? 'feat: mail when shipped'
              : 'feat: write into chats as well',
          sha,
          createdAt,
          jobs: jobsOf(createdAt, outcome),
        });
      },
      settle: async at => {
        clock.set(at);
        if (!argocd.store.application(site.name)) {
          registerPlatform(argocd, site);
        }
        await settleApplications(context, [
          site.name,
          ...platformEnvironments.map(name => `${site.app.name}-${name}`),
        ]);
      },
    },
    now,
  );
}

function jobsOf(
  createdAt: Date,
  outcome: 'passed' | 'waiting',
): RunRecord['jobs'] {
  const keys = [
    'test',
    'build',
    ...platformEnvironments.map(name => `release-${name}`),
  ];
  return keys.map((key, index) => {
    const from = new Date(createdAt.getTime() + 2000 + index * 20_000);
    const to = new Date(from.getTime() + 20_000);
    const environment = platformEnvironments.find(
      name => key === `release-${name}`,
    );
    const waits = environment === 'prod' && outcome === 'waiting';
    return {
      key,
      needs: index > 0 ? [keys[index - 1]] : [],
      environment,
      ...(!waits && { ran: { from, to } }),
    };
  });
}
