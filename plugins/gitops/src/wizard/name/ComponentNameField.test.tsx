import { configApiRef, type ApiHolder } from '@backstage/core-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ComponentProps } from 'react';
import { ComponentNameField } from './ComponentNameField';
import { validateComponentName } from './validateComponentName';

const catalog = catalogApiMock({
  entities: [
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'orders', namespace: 'default' },
    },
  ],
});

const show = async () => {
  renderInTestApp(
    <SecretsContextProvider>
      <Stepper
        extensions={
          [
            {
              name: 'GitopsComponentName',
              component: ComponentNameField,
              validation: validateComponentName,
            },
          ] as ComponentProps<typeof Stepper>['extensions']
        }
        onCreate={async () => {}}
        manifest={{
          title: 'A service',
          steps: [
            {
              title: 'Component',
              schema: {
                required: ['name'],
                properties: {
                  name: {
                    title: 'Name',
                    type: 'string',
                    'ui:field': 'GitopsComponentName',
                  },
                },
              },
            },
          ],
        }}
      />
    </SecretsContextProvider>,
    { apis: [[catalogApiRef, catalog]] },
  );
  return screen.findByLabelText(/Name/);
};

describe('GitopsComponentName', () => {
  it.each([
    ['Orders', /lower-case/],
    ['1st', /Begin with a letter/],
    ['a_b', /“_” is not allowed/],
    ['kube-proxy', /reserved for Kubernetes/],
  ])('says at once why “%s” will not do', async (name, reason) => {
    await userEvent.type(await show(), name);
    expect(screen.getByText(reason)).toBeVisible();
  });

  it('shows which namespaces a good name leads to', async () => {
    await userEvent.type(await show(), 'chat-api');
    expect(
      screen.getByText(
        'Namespaces: chat-api-dev, chat-api-staging, chat-api-prod',
      ),
    ).toBeVisible();
  });

  it('does not go on with a name that the catalog has already', async () => {
    await userEvent.type(await show(), 'orders');
    await userEvent.click(screen.getByRole('button', { name: /Review/ }));
    expect(
      (await screen.findAllByText(/already has a component called “orders”/))
        .length,
    ).toBeGreaterThan(0);
  });
});

describe('validateComponentName', () => {
  const errorsOf = async (name: string, environments?: string[]) => {
    const errors: string[] = [];
    const apis = new Map<string, unknown>([
      [catalogApiRef.id, catalog],
      [configApiRef.id, mockApis.config()],
    ]);
    const apiHolder = {
      get: (ref: { id: string }) => apis.get(ref.id),
    } as ApiHolder;
    await validateComponentName(
      name,
      { addError: message => errors.push(message) },
      { apiHolder, formData: { environments } },
    );
    return errors;
  };
  it('counts the longest environment in', async () => {
    const name = 'a'.repeat(56);
    expect(await errorsOf(name, ['dev'])).toEqual([]);
    expect(await errorsOf(name, ['dev', 'staging'])).toEqual([
      expect.stringMatching(/at most 55 characters/),
    ]);
  });
});
