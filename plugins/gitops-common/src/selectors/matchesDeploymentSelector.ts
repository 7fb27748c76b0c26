import type { Application } from '../model';
import { matchesLabels } from './matchesLabels';
import type { DeploymentSelector } from './readDeploymentSelector';

/**
 * Whether an application belongs to the entity that the selector was read from. An application whose engine reports no
 * namespace matches any.
 * @public
 */
export function matchesDeploymentSelector(
  selector: DeploymentSelector,
  application: Application,
): boolean {
  const { id, project, labels } = application;
  if (selector.problem) {
    return false;
  }
  return (
    (!selector.instances || selector.instances.includes(id.instance)) &&
    (!selector.names || selector.names.includes(id.name)) &&
    (!selector.namespace ||
      !id.namespace ||
      selector.namespace === id.namespace) &&
    (!selector.project || selector.project === project) &&
    (!selector.labels || matchesLabels(selector.labels, labels))
  );
}
