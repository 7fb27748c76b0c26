import { renderInTestApp } from '@backstage/frontend-test-utils';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ComponentProps } from 'react';
import { SummaryField } from './SummaryField';

describe('GitopsSummary', () => {
  it('tells the answers of the pages before, and changes with them', async () => {
    renderInTestApp(
      <SecretsContextProvider>
        <Stepper
          extensions={
            [
              { name: 'GitopsSummary', component: SummaryField },
            ] as ComponentProps<typeof Stepper>['extensions']
          }
          onCreate={async () => {}}
          initialState={{
            name: 'orders',
            environments: ['dev', 'prod'],
            group: 'shop',
            gitlabHost: 'gitlab.example.com',
          }}
          manifest={{
            title: 'A service',
            steps: [
              {
                title: 'Component',
                schema: {
                  properties: { name: { title: 'Name', type: 'string' } },
                },
              },
              {
                title: 'What will be created?',
                schema: {
                  properties: {
                    summary: {
                      title: 'Summary',
                      type: 'null',
                      'ui:field': 'GitopsSummary',
                    },
                  },
                },
              },
            ],
          }}
        />
      </SecretsContextProvider>,
    );
    const name = await screen.findByLabelText(/Name/);
    await userEvent.clear(name);
    await userEvent.type(name, 'payments');
    await userEvent.click(screen.getByRole('button', { name: /Next|Review/ }));

    const summary = await screen.findByRole('region', { name: 'Summary' });
    expect(summary).toHaveTextContent(
      'A new private repository shop/payments at gitlab.example.com.',
    );
    const rows = within(summary).getAllByRole('row').slice(1);
    expect(rows.map(row => row.textContent)).toEqual([
      'devpayments-devwith every change of the codenone',
      'prodpayments-prodby hand, in GitLab or on the Deployments tabnone',
    ]);
  });
});
