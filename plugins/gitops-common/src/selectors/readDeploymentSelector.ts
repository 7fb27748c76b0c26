import { deploymentAnnotations } from './annotations';
import {
  type LabelRequirement,
  parseLabelSelector,
} from './parseLabelSelector';

/** Which applications belong to an entity. Every part that is present must match. @public */
export interface DeploymentSelector {
  /** Any of these application names. */
  readonly names?: readonly string[];
  readonly labels?: readonly LabelRequirement[];
  /** Namespace of the application object itself. */
  readonly namespace?: string;
  readonly project?: string;
  /** Any of these engine instances; absent means all. */
  readonly instances?: readonly string[];
  /** Why the annotations cannot be understood, for people. Such a selector matches nothing. */
  readonly problem?: string;
}

/**
 * Reads an entity's annotations, or undefined when they name no application. Names and instances may be comma lists. A
 * namespace or an instance alone narrows, but selects nothing. Never throws: a bad label selector is a `problem`.
 * @public
 */
export function readDeploymentSelector(
  annotations: Readonly<Record<string, string>> | undefined,
): DeploymentSelector | undefined {
  const read = (key: keyof typeof deploymentAnnotations) =>
    annotations?.[deploymentAnnotations[key]]?.trim() || undefined;
  const names = list(read('appName'));
  const project = read('projectName');
  const namespace = read('appNamespace');
  const instances = list(read('instanceName'));
  const selector = read('appSelector');
  if (!names && !selector && !project) {
    return undefined;
  }
  return {
    ...(names && { names }),
    ...(selector && readLabels(selector)),
    ...(namespace && { namespace }),
    ...(project && { project }),
    ...(instances && { instances }),
  };
}

function readLabels(
  selector: string,
): Pick<DeploymentSelector, 'labels' | 'problem'> {
  try {
    return { labels: parseLabelSelector(selector) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      problem: `The annotation ${deploymentAnnotations.appSelector} is not a label selector: ${reason}`,
    };
  }
}

function list(text: string | undefined): readonly string[] | undefined {
  const items = (text ?? '')
    .split(',')
    .map(item => item.trim())
    .filter(Boolean);
  return items.length > 0 ? items : undefined;
}
