import { Table } from '@backstage/core-components';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import type { CatalogTableRow } from '@backstage/plugin-catalog';
import type { EntitySummary } from '@slipway/plugin-gitops-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import { gitopsApiRef } from '../api';
import { FakeGitopsApi } from '../testing';
import { gitopsColumns } from './gitopsColumns';
import { readEnvironmentNames } from './readEnvironmentNames';

const aSummary = (
  name: string,
  overrides: Partial<EntitySummary> = {},
): EntitySummary => ({
  entityRef: `component:default/${name}`,
  pipeline: { status: 'failed', stage: 'test' },
  environments: {
    dev: {
      sync: 'synced',
      health: 'degraded',
      drift: 'inSync',
      tag: `${name}-tag`,
      moreImages: 3,
    },
  },
  ...overrides,
});

const aRow = (name: string): CatalogTableRow & { id: string } => ({
  id: name,
  entity: {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default' },
  },
  resolved: {
    name,
    entityRef: `component:default/${name}`,
    partOfSystemRelations: [],
    ownedByRelations: [],
  },
});

const names = Array.from({ length: 20 }, (_, index) => `thing-${index}`);

const show = async (api: FakeGitopsApi) => {
  renderInTestApp(
    <Table
      options={{ paging: false }}
      columns={[{ title: 'Name', field: 'resolved.name' }, ...gitopsColumns()]}
      data={names.map(aRow)}
    />,
    { apis: [[gitopsApiRef, api]] },
  );
  await screen.findByText('thing-0');
};

describe('gitopsColumns', () => {
  it('reads all rows of a page in one request, however many columns there are', async () => {
    const api = new FakeGitopsApi({
      summary: ref => aSummary(ref.split('/')[1] ?? ''),
    });
    await show(api);
    expect(await screen.findByText('thing-19-tag')).toBeInTheDocument();
    expect(api.calls).toEqual([
      `summaries ${names.map(name => `component:default/${name}`).join()}`,
    ]);
    const row = screen.getByRole('row', { name: /thing-7/ });
    expect(row).toHaveTextContent(
      /test.*failed.*thing-7-tag.*Degraded.*\+3 images.*––/,
    );
  });

  it('keeps up with changes, again in one request for all of them', async () => {
    const api = new FakeGitopsApi({
      summary: ref => aSummary(ref.split('/')[1] ?? ''),
    });
    await show(api);
    await screen.findByText('thing-19-tag');
    api.world.summary = () => aSummary('other');
    act(() => api.tell({ type: 'resync' }));
    await waitFor(() =>
      expect(screen.getAllByText('other-tag')).toHaveLength(20),
    );
    expect(api.calls).toHaveLength(2);
  });

  it('shows what it knew when the backend does not answer any more, and nothing else where it never did', async () => {
    const api = new FakeGitopsApi({
      summary: ref => aSummary(ref.split('/')[1] ?? ''),
    });
    await show(api);
    await screen.findByText('thing-3-tag');
    api.world.summary = () => {
      throw new Error('away');
    };
    act(() => api.tell({ type: 'resync' }));
    await waitFor(() => expect(api.calls).toHaveLength(2));
    expect(screen.getByText('thing-3-tag')).toBeInTheDocument();
  });

  it('leaves the cells of an entity empty that may not be read', async () => {
    await show(new FakeGitopsApi({ summary: () => null }));
    const row = screen.getByRole('row', { name: /thing-7/ });
    await waitFor(() => expect(within(row).getAllByText('–')).toHaveLength(4));
  });
});

describe('readEnvironmentNames', () => {
  it.each([
    [undefined, ['dev', 'staging', 'prod']],
    [
      ['test', 'live'],
      ['test', 'live'],
    ],
    [
      [{ name: 'test', tier: 'development' }, 'live'],
      ['test', 'live'],
    ],
    [{ not: 'a list' }, ['dev', 'staging', 'prod']],
  ])('takes %j as %j', (environments, expected) => {
    const config = mockApis.config({
      data: environments ? { gitops: { environments } } : {},
    });
    expect(readEnvironmentNames(config).map(({ name }) => name)).toEqual(
      expected,
    );
  });
});
