import { short } from '../packagedApp';

/** Where Argo CD installs an environment of `orders-api`, and with which values. */
export function environmentArgs(environment: string): readonly string[] {
  return [
    ...['--namespace', `orders-api-${environment}`],
    ...['--values', `charts/orders-api/values-${short[environment]}.yaml`],
  ];
}

/** What Argo CD asks Helm for. */
export function chartTemplate(environment: string): readonly string[] {
  return [
    ...['template', 'orders-api', 'charts/orders-api'],
    ...environmentArgs(environment),
  ];
}
