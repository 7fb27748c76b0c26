import type { PipelineRecord } from '../../pipelines';
import type { PlatformSite } from '../platform/PlatformSite';
import { platformEnvironments } from '../platform/PlatformSite';
import { registerPlatform } from '../platform/registerPlatform';
import { writePlatformPast } from '../platform/writePlatformPast';
import type { SeedContext } from '../ServiceStory';
import { settleApplications } from '../settleApplications';

const slug = 'demo/platform';

/** The platform repository of the sandbox's GitLab. */
export function gitlabPlatform(gitlabUrl: string): PlatformSite {
  return {
    provider: 'gitlab',
    host: new URL(gitlabUrl).host,
    url: `${gitlabUrl}/${slug}`,
    slug,
    name: 'platform',
    team: 'apps',
    app: { name: 'notifier', image: `registry.localhost/${slug}/notifier` },
  };
}

/** One repository for many apps, with one in it that is a release behind in prod. */
export async function platform(context: SeedContext): Promise<void> {
  const { world, clock, now, gitlabUrl } = context;
  const { gitlab, argocd } = world;
  const site = gitlabPlatform(gitlabUrl);
  await writePlatformPast(
    site,
    {
      git: gitlab.git,
      images: gitlab.images,
      create: createdAt =>
        gitlab.projects.create({
          namespace: 'demo',
          path: 'platform',
          description: 'Everything that Argo CD deploys from one repository',
          createdAt,
        }),
      record: (sha, createdAt, outcome) => {
        gitlab.pipelines.record({
          project: slug,
          sha,
          createdAt,
          status: 'success',
          jobs: jobsOf(site, createdAt, outcome),
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
  { app }: PlatformSite,
  createdAt: Date,
  outcome: 'passed' | 'waiting',
): PipelineRecord['jobs'] {
  const names = [
    ['manifests', 'check'],
    [`${app.name}:unit-tests`, 'test'],
    [`${app.name}:build-image`, 'build'],
    ...platformEnvironments.map(name => [
      `${app.name}:release-${name}`,
      'release',
    ]),
  ];
  let at = createdAt.getTime() + 2000;
  return names.map(([name, stage]) => {
    const environment = platformEnvironments.find(candidate =>
      name.endsWith(`:release-${candidate}`),
    );
    const waits = environment === 'prod' && outcome === 'waiting';
    const startedAt = new Date(at);
    at += 20_000;
    return {
      name,
      stage,
      environment: environment && `${app.name}-${environment}`,
      ...(waits
        ? { status: 'manual' as const, allowFailure: true }
        : {
            status: 'success' as const,
            startedAt,
            finishedAt: new Date(at),
          }),
      ...(environment && { script: releaseScript(app.name, environment) }),
    };
  });
}

/** What a press on “play” does. */
function releaseScript(app: string, environment: string): readonly string[] {
  return [
    `cd apps/${app}/k8s/overlays/${environment}`,
    `kustomize edit set image "${app}=$CI_REGISTRY_IMAGE/${app}:$CI_COMMIT_SHORT_SHA"`,
    `git commit --all --message "release(${environment}) ${app} $CI_COMMIT_SHORT_SHA [skip ci]"`,
    'git push origin "HEAD:$CI_DEFAULT_BRANCH"',
  ];
}
