import type {
  Application,
  DeploymentSelector,
} from '@slipway/plugin-gitops-common';

const everything = '*';
const ofName = (name: string) => `name ${name}`;
const ofLabel = (key: string, value: string) => `label ${key}=${value}`;
const ofProject = (project: string) => `project ${project}`;

/** The keys under which an application is found. */
export function keysOfApplication(application: Application): readonly string[] {
  return [
    everything,
    ofName(application.id.name),
    ofProject(application.project),
    ...Object.entries(application.labels).map(([key, value]) =>
      ofLabel(key, value),
    ),
  ];
}

/**
 * Lists of keys, of which each alone suffices: whatever a selector matches carries one of the keys of every list. So whoever
 * looks something up takes the list that leaves the least to check.
 */
export function keyListsOfSelector(
  selector: DeploymentSelector,
): readonly (readonly string[])[] {
  const lists = [
    ...(selector.names ? [selector.names.map(ofName)] : []),
    ...(selector.labels ?? []).flatMap(requirement =>
      requirement.operator === 'in'
        ? [requirement.values.map(value => ofLabel(requirement.key, value))]
        : [],
    ),
    ...(selector.project ? [[ofProject(selector.project)]] : []),
  ];
  return lists.length > 0 ? lists : [[everything]];
}
