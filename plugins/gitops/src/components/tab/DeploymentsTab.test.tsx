import { ResponseError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { EntityDelivery } from '@slipway/plugin-gitops-common';
import { gitopsApiRef } from '../../api';
import {
  aDelivery,
  aDeployment,
  ago,
  aJob,
  anImage,
  aPipeline,
  aSource,
  aStage,
  FakeGitopsApi,
  richDelivery,
  richPods,
} from '../../testing';
import { DeploymentsTab } from './DeploymentsTab';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'chat-api',
    annotations: { 'argocd/app-selector': 'gitops/component=chat-api' },
  },
};

const show = async (api: FakeGitopsApi) => {
  renderInTestApp(
    <EntityProvider entity={entity}>
      <DeploymentsTab />
    </EntityProvider>,
    { apis: [[gitopsApiRef, api]] },
  );
};

const showing = async (delivery: EntityDelivery) => {
  const api = new FakeGitopsApi({ delivery: () => delivery, pods: richPods });
  await show(api);
  await screen.findByRole('region', { name: 'Pipeline' });
  return api;
};

const refuse = async (status: number, name: string, message: string) => {
  throw await ResponseError.fromResponse(
    new Response(
      JSON.stringify({
        error: { name, message },
        request: { method: 'GET', url: '/' },
        response: { statusCode: status },
      }),
      { status, headers: { 'Content-Type': 'application/json' } },
    ),
  );
};

describe('DeploymentsTab', () => {
  it('says what runs in each environment, why it differs, and what a promotion would bring', async () => {
    await showing(richDelivery());
    const dev = screen.getByRole('article', { name: 'dev' });
    expect(within(dev).getAllByText('3f9c2ab1')).not.toHaveLength(0);
    expect(
      within(dev).getByText('feat: stream replies over WebSocket'),
    ).toBeInTheDocument();
    expect(await within(dev).findByText(/Rolling out 1 of 2/)).toBeVisible();
    const prod = screen.getByRole('article', { name: 'prod' });
    expect(within(prod).getByText('Drifted · Healthy')).toBeInTheDocument();
    expect(prod).toHaveTextContent('the cluster runs hotfix-2');
    expect(within(prod).getByRole('link', { name: /Argo CD/ })).toHaveAttribute(
      'href',
      'https://argocd.example/applications/chat-api-prod',
    );
    expect(within(prod).getByRole('link', { name: /Overlay/ })).toHaveAttribute(
      'href',
      'https://gitlab.example/shop/chat-api/-/tree/main/k8s/overlays/prod',
    );
    expect(screen.getByRole('link', { name: /\+ 3 commits/ })).toHaveAttribute(
      'href',
      expect.stringContaining('compare'),
    );
  });

  it('follows a commit through the trace, and tells more of the one that is chosen', async () => {
    await showing(richDelivery());
    const table = screen.getByRole('grid', { name: 'Trace' });
    const headers = within(table).getAllByRole('columnheader');
    expect(headers.map(header => header.textContent)).toEqual([
      'Commit',
      'Pipeline',
      'Image',
      'dev',
      'staging',
      'prod',
    ]);
    const row = within(table).getByRole('row', { name: /rate limits/ });
    expect(row).toHaveTextContent(/passed.*was here.*live, degraded/);
    await userEvent.click(row);
    const details = screen.getByRole('group', { name: 'Commit e5d1b83f' });
    expect(details).toHaveTextContent('Kim Lund');
    expect(details).toHaveTextContent(
      'registry.example/shop/chat-api:e5d1b83f',
    );
  });

  it('changes by itself, and says so to people who do not see it', async () => {
    const api = await showing(aDelivery());
    api.world.delivery = () =>
      aDelivery({
        deployments: [
          aDeployment('dev', {
            images: [anImage({ desired: '3f9c2ab1', live: ['3f9c2ab1'] })],
          }),
          aDeployment('staging'),
          aDeployment('prod'),
        ],
      });
    act(() =>
      api.tell({ type: 'changed', entityRef: 'component:default/chat-api' }),
    );
    const dev = screen.getByRole('article', { name: 'dev' });
    expect(await within(dev).findByText('3f9c2ab1')).toBeInTheDocument();
    await waitFor(() =>
      expect(
        screen.getByText('dev: 3f9c2ab1, Synced · Healthy'),
      ).toHaveAttribute('aria-live', 'polite'),
    );
  });

  it('keeps what it knew when reading fails, and says since when', async () => {
    const api = await showing(aDelivery());
    api.world.delivery = () =>
      refuse(503, 'ServiceUnavailableError', 'The catalog does not answer');
    act(() => api.tell({ type: 'resync' }));
    expect(
      await screen.findByText('The page cannot be brought up to date'),
    ).toBeInTheDocument();
    expect(screen.getByText(/The catalog does not answer\./)).toBeVisible();
    expect(screen.getByText('Last known state')).toBeInTheDocument();
    expect(screen.getByRole('article', { name: 'dev' })).toHaveTextContent(
      'a81d0e4c',
    );
  });

  it('names a system that is away, and keeps its last state with the age', async () => {
    await showing(
      aDelivery({
        sources: [
          aSource({
            state: 'unreachable',
            observedAt: ago(14),
            error: 'The connection was refused.',
          }),
        ],
      }),
    );
    expect(
      screen.getByText('Argo CD “main” cannot be reached'),
    ).toBeInTheDocument();
    expect(screen.getAllByText('14 min ago')).not.toHaveLength(0);
    expect(screen.getByText(/The connection was refused/)).toBeVisible();
    expect(screen.getByRole('article', { name: 'prod' })).toBeInTheDocument();
  });

  it('shows its shape while it reads for the first time', async () => {
    await show(new FakeGitopsApi({ delivery: () => new Promise(() => {}) }));
    expect(await screen.findByText('Loading deployments')).toBeInTheDocument();
  });

  it('says what is wrong when nothing could be read, and tries again when asked', async () => {
    const api = new FakeGitopsApi({
      delivery: () => refuse(503, 'ServiceUnavailableError', 'Nobody home'),
    });
    await show(api);
    expect(await screen.findByText(/Nobody home\./)).toBeVisible();
    api.world.delivery = () => aDelivery();
    await userEvent.click(screen.getByRole('button', { name: 'Try now' }));
    expect(await screen.findByText('Environments')).toBeInTheDocument();
  });

  it('says which permission is missing', async () => {
    await show(
      new FakeGitopsApi({
        delivery: () =>
          refuse(403, 'NotAllowedError', 'You need a permission for that'),
      }),
    );
    expect(
      await screen.findByText(
        /The permission “gitops\.deployment\.read” is missing/,
      ),
    ).toBeVisible();
  });

  it('says which annotations to add', async () => {
    await show(
      new FakeGitopsApi({
        delivery: () =>
          aDelivery({
            annotated: { deployments: false, pipeline: false },
            deployments: [],
            pipeline: undefined,
            trace: [],
          }),
      }),
    );
    expect(
      await screen.findByLabelText('Annotations to add'),
    ).toHaveTextContent(/argocd\/app-selector: gitops\/component=chat-api/);
    expect(screen.getByRole('button', { name: 'Copy' })).toBeEnabled();
  });

  it('keeps listening where nothing has been found yet', async () => {
    const api = await showing(
      aDelivery({ deployments: [], pipeline: undefined, trace: [] }),
    );
    expect(
      screen.getByText('Argo CD “main” has no application that matches:'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('argocd/app-selector: gitops/component=chat-api'),
    ).toBeInTheDocument();
    api.world.delivery = () => aDelivery();
    act(() => api.tell({ type: 'resync' }));
    expect(
      await screen.findByRole('article', { name: 'dev' }),
    ).toBeInTheDocument();
  });

  it('does not claim that nothing is there while the system is away', async () => {
    await showing(
      aDelivery({
        deployments: [],
        pipeline: undefined,
        trace: [],
        sources: [
          aSource({ state: 'unreachable' }),
          aSource({ name: 'GitLab', kind: 'pipelines', state: 'unreachable' }),
        ],
      }),
    );
    expect(
      screen.getByText(/Argo CD “main” has not told all its applications yet/),
    ).toBeInTheDocument();
    expect(
      screen.getByText('GitLab has not told of any pipeline yet.'),
    ).toBeInTheDocument();
  });

  it('shows what keeps something from being shown', async () => {
    await showing(
      aDelivery({
        notices: ['You need the permission x to see the pipeline.'],
      }),
    );
    expect(
      screen.getByText('You need the permission x to see the pipeline.'),
    ).toBeInTheDocument();
  });

  it('calls the placeholder tag what it is', async () => {
    await showing(
      aDelivery({
        deployments: [
          aDeployment('dev', {
            images: [
              anImage({
                desired: 'unreleased',
                synced: 'unreleased',
                live: [],
              }),
            ],
            application: { health: { state: 'degraded' } },
          }),
        ],
      }),
    );
    const dev = screen.getByRole('article', { name: 'dev' });
    expect(dev).toHaveTextContent('Nothing released yet');
    expect(dev).not.toHaveTextContent('unreleased');
    expect(screen.getAllByText('Nothing is deployed here.')).toHaveLength(2);
  });

  it('tells several applications of one environment apart, and lists those of none', async () => {
    await showing(
      aDelivery({
        deployments: [
          aDeployment('dev'),
          aDeployment('dev', {
            application: { id: { instance: 'east', name: 'chat-api-dev' } },
          }),
          aDeployment('elsewhere', { environment: undefined }),
        ],
      }),
    );
    expect(
      screen.getByRole('article', { name: 'dev, chat-api-dev on main' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('article', { name: 'dev, chat-api-dev on east' }),
    ).toBeInTheDocument();
    const other = screen.getByRole('region', { name: 'Other' });
    expect(within(other).getByRole('article')).toHaveTextContent(
      'chat-api-elsewhere',
    );
  });

  it('lists the images beside the first', async () => {
    await showing(
      aDelivery({
        deployments: [
          aDeployment('dev', {
            images: [
              anImage(),
              anImage({
                repository: 'docker.io/library/postgres',
                desired: '16.4',
              }),
            ],
          }),
        ],
      }),
    );
    expect(
      screen.getByRole('list', { name: 'Other images' }),
    ).toHaveTextContent('postgres16.4');
  });

  it('syncs where that is allowed, and says why not where it is not', async () => {
    const api = await showing(richDelivery());
    await userEvent.click(screen.getByRole('button', { name: 'Sync dev' }));
    expect(api.calls).toContain('sync chat-api-dev');
    const prod = screen.getByRole('article', { name: 'prod' });
    const reason =
      'The permission “gitops.deployment.sync” is missing for prod.';
    const button = within(prod).getByRole('button', { name: 'Sync prod' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription(reason);
    await userEvent.click(button);
    expect(api.calls).not.toContain('sync chat-api-prod');
    await userEvent.keyboard('{Tab}');
    act(() => button.focus());
    expect(await screen.findByRole('tooltip')).toHaveTextContent(reason);
  });

  it('asks before it starts a job that reaches production, and only then', async () => {
    const api = await showing(
      aDelivery({
        pipeline: aPipeline({
          stages: [
            aStage('release', 'manual', [
              aJob('release: staging', 'manual'),
              aJob('release: prod', 'manual'),
            ]),
          ],
        }),
      }),
    );
    const played = () => api.calls.filter(call => call.startsWith('runPipe'));
    await userEvent.click(
      screen.getByRole('button', { name: 'Play release: staging' }),
    );
    expect(played()).toHaveLength(1);
    await userEvent.click(
      screen.getByRole('button', { name: 'Play release: prod' }),
    );
    expect(played()).toHaveLength(1);
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Start release: prod' }),
    );
    expect(played()).toEqual([
      expect.stringContaining('job-release: staging'),
      expect.stringContaining('job-release: prod'),
    ]);
  });

  it('retries a failed pipeline, unless that is not allowed', async () => {
    const failed = aPipeline({ status: 'failed', currentStage: 'test' });
    const api = await showing(aDelivery({ pipeline: failed }));
    await userEvent.click(screen.getByRole('button', { name: /Retry/ }));
    expect(api.calls.at(-1)).toContain('{"type":"retry","pipelineId":"1284"}');
  });
});
