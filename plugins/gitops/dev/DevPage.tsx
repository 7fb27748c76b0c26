import { EntityProvider } from '@backstage/plugin-catalog-react';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { Container, Flex, Link, Text } from '@backstage/ui';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { gitopsApiRef } from '../src/api';
import { DeploymentsCard, PipelineCard } from '../src/components/cards';
import { DeploymentsTab } from '../src/components/tab';
import { FakeGitopsApi } from '../src/testing';
import { DevTable } from './DevTable';
import { DevWizard } from './DevWizard';
import { anEntity, states, type DevState } from './states';

const first: DevState = states.rich;

/** Every state of every page, chosen by `?state=`. */
export function DevPage() {
  const [search] = useSearchParams();
  const name = search.get('state') ?? 'rich';
  const state = states[name] ?? first;
  return (
    <Container>
      <Flex gap="3" py="4" style={{ flexWrap: 'wrap' }}>
        {Object.keys(states).map(key => (
          <Link
            key={key}
            href={`/?state=${key}`}
            weight={key === name ? 'bold' : 'regular'}
          >
            {key}
          </Link>
        ))}
      </Flex>
      <Text as="p" color="secondary">
        {state.title}
      </Text>
      <Shown key={name} state={state} />
    </Container>
  );
}

function Shown(props: { state: DevState }) {
  const { state } = props;
  const api = useMemo(() => new FakeGitopsApi(state.world), [state]);
  return (
    <TestApiProvider apis={[[gitopsApiRef, api]]}>
      <EntityProvider entity={state.entity ?? anEntity()}>
        {state.shows === 'tab' && <DeploymentsTab />}
        {state.shows === 'cards' && (
          <div
            style={{
              display: 'grid',
              gap: 16,
              gridTemplateColumns: 'repeat(auto-fit, minmax(320px, 1fr))',
            }}
          >
            <DeploymentsCard />
            <PipelineCard />
          </div>
        )}
        {state.shows === 'table' && <DevTable />}
        {state.shows === 'wizard' && <DevWizard />}
      </EntityProvider>
    </TestApiProvider>
  );
}
