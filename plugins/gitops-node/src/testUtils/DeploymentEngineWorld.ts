import type { DeploymentEngine } from '../ports';

/** An application of one Deployment with two pods, as a world makes it. @public */
export interface WorldApplication {
  /** Unique in the world; name of the application, of its workload and of its namespace. */
  readonly name: string;
  readonly tag: string;
  /** Whether the engine syncs by itself. */
  readonly automated: boolean;
}

/**
 * What surrounds an engine under contract: Git, a cluster, and people who change both. Each call resolves when the change is
 * made, not when the engine noticed it; a world should make the engine notice soon.
 * @public
 */
export interface DeploymentEngineWorld {
  /** Image repository of every application; tags are the contract's. */
  readonly imageRepository: string;
  /** Commits the manifests and registers the application; resolves to the full SHA. */
  createApplication(application: WorldApplication): Promise<string>;
  /** Commits another image tag; resolves to the full SHA. */
  pushTag(name: string, tag: string): Promise<string>;
  /** Sets the image tag in the cluster, past Git. */
  hotfix(name: string, tag: string): Promise<void>;
  /** Deletes the application and what it deployed. */
  removeApplication(name: string): Promise<void>;
  /** Ends every open connection between the engine and the system behind it, which stays reachable. */
  cutConnections(): Promise<void>;
}

/** @public */
export interface DeploymentEngineSetUp {
  readonly engine: DeploymentEngine;
  readonly world: DeploymentEngineWorld;
  /** Runs after the last test. */
  readonly tearDown?: () => Promise<void>;
}
