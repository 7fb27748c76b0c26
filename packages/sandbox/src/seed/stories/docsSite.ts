import { ago, people } from '../people';
import type { SeedContext } from '../ServiceStory';

const catalogInfo = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: docs-site
  title: Docs
  description: How we work, for everybody
spec:
  type: website
  lifecycle: production
  owner: platform
`;

/** A website without any of the annotations: there is nothing to show about its delivery. */
export async function docsSite({ world, now }: SeedContext): Promise<void> {
  const createdAt = ago(now, { days: 6 });
  await world.gitlab.projects.create({
    namespace: 'demo',
    path: 'docs-site',
    description: 'How we work, for everybody',
    createdAt,
  });
  await world.gitlab.git.commitFiles(
    'demo/docs-site',
    'main',
    [
      {
        action: 'write',
        path: 'README.md',
        content: '# Docs\n\nHow we work, for everybody.\n',
      },
      { action: 'write', path: 'catalog-info.yaml', content: catalogInfo },
    ],
    {
      message: 'docs: first pages',
      author: people.cleo,
      date: createdAt,
      notify: false,
    },
  );
}
