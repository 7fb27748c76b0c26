import { renderInTestApp } from '@backstage/frontend-test-utils';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ComponentProps } from 'react';
import { InSummaryField } from './InSummaryField';

it('keeps an answer that does not count any more out of the review', async () => {
  renderInTestApp(
    <SecretsContextProvider>
      <Stepper
        extensions={
          [
            { name: 'GitopsInSummary', component: InSummaryField },
          ] as ComponentProps<typeof Stepper>['extensions']
        }
        onCreate={async () => {}}
        initialState={{ name: 'orders', layout: 'own', platform: 'stale' }}
        manifest={{
          title: 'A service',
          steps: [
            {
              title: 'What?',
              schema: {
                type: 'object',
                properties: {
                  name: { title: 'Name', type: 'string' },
                  platform: {
                    'ui:field': 'GitopsInSummary',
                    'ui:widget': 'hidden',
                    'ui:backstage': { review: { show: false } },
                  },
                },
              },
            },
          ],
        }}
      />
    </SecretsContextProvider>,
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Review' }));

  expect(await screen.findByText('orders')).toBeVisible();
  expect(screen.queryByText('stale')).toBeNull();
}, 30_000);
