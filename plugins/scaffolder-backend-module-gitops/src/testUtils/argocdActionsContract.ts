import { createArgocdClient } from '@slipway/plugin-gitops-backend-module-argocd';
import { createArgocdApplicationApplyAction } from '../actions/argocdApplicationApply';
import { createArgocdApplicationDeleteAction } from '../actions/argocdApplicationDelete';
import { createArgocdProjectApplyAction } from '../actions/argocdProjectApply';
import { createArgocdProjectDeleteAction } from '../actions/argocdProjectDelete';
import { createArgocdInstances } from '../argocd/ArgocdInstances';
import type { ArgocdActionsWorld } from './ArgocdActionsWorld';
import { runStep } from './runStep';

/** Names of the contract's tests that not every world can run. @public */
export type ArgocdActionsContractCase = 'render';

/**
 * Defines the tests that the Argo CD actions pass on any system that plays Argo CD. Call it at the top of a test file; it uses
 * the globals `describe`, `it`, `expect`, `beforeAll` and `afterAll`.
 * @public
 */
export function argocdActionsContract(options: {
  /** For people, for example `Argo CD actions on the sandbox`. */
  readonly title: string;
  readonly setUp: () => Promise<ArgocdActionsWorld>;
  /** Milliseconds that one test may take; 60,000 by default. */
  readonly patience?: number;
  /** Tests that this world cannot run, with the reason. */
  readonly skips?: Partial<Record<ArgocdActionsContractCase, string>>;
}): void {
  const { title, setUp, patience = 60_000, skips = {} } = options;

  describe(`Argo CD actions contract: ${title}`, () => {
    // Worlds may outlive a run, so that names of two runs must not meet.
    const component = `contract-${Date.now().toString(36)}`;
    const application = `${component}-dev`;
    let world: ArgocdActionsWorld;

    beforeAll(async () => {
      world = await setUp();
    }, patience);
    afterAll(() => world?.tearDown?.(), patience);

    const test = (name: string, body: () => Promise<void>) =>
      it(name, body, patience);
    const client = () => createArgocdClient(world.instance);
    const set = () => {
      const instances = createArgocdInstances(
        [world.instance],
        createArgocdClient,
      );
      return {
        applyProject: createArgocdProjectApplyAction({ instances }),
        deleteProject: createArgocdProjectDeleteAction({ instances }),
        applyApplication: createArgocdApplicationApplyAction({
          instances,
          environmentLabel: 'gitops/environment',
        }),
        deleteApplication: createArgocdApplicationDeleteAction({
          instances,
          pauseMs: 100,
        }),
      };
    };
    const project = () => ({
      instance: world.instance.name,
      name: component,
      description: 'Contract',
      sourceRepos: [world.repoUrl],
      destinations: [{ namespace: `${component}-*` }],
    });
    const dev = () => ({
      instance: world.instance.name,
      name: application,
      project: component,
      component,
      environment: 'dev',
      repoUrl: world.repoUrl,
      path: world.path,
      targetRevision: world.targetRevision,
      namespace: application,
    });
    const removal = (name: string) => ({
      instance: world.instance.name,
      name,
      component,
      repoUrl: world.repoUrl,
    });

    test('creates a project, and changes it when it runs again', async () => {
      await runStep(set().applyProject, project());
      await runStep(set().applyProject, project());
      await runStep(set().applyProject, {
        ...project(),
        description: 'Changed',
      });
      const found = await client().getProject(component);
      expect(found?.metadata.labels['gitops/component']).toBe(component);
      expect(found?.spec?.description).toBe('Changed');
      expect(found?.spec?.sourceRepos).toEqual([world.repoUrl]);
    });

    test('creates an application, and changes it when it runs again', async () => {
      await runStep(set().applyApplication, dev());
      await runStep(set().applyApplication, dev());
      const { url } = await runStep(set().applyApplication, {
        ...dev(),
        labels: { changed: 'yes' },
      });
      expect(url).toMatch(new RegExp(`/applications/[^/]+/${application}$`));
      const found = await client().getApplication(application);
      expect(found?.metadata.labels).toMatchObject({
        'gitops/component': component,
        'gitops/environment': 'dev',
        changed: 'yes',
      });
      expect(found?.spec?.source?.path).toBe(world.path);
      expect(found?.spec?.destination?.namespace).toBe(application);
    });

    test('leaves alone what belongs to another component', async () => {
      const claim = { component: `${component}-other` };
      for (const step of [
        () => runStep(set().applyProject, { ...project(), ...claim }),
        () => runStep(set().applyApplication, { ...dev(), ...claim }),
        () => runStep(set().deleteProject, { ...removal(component), ...claim }),
        () =>
          runStep(set().deleteApplication, {
            ...removal(application),
            ...claim,
          }),
      ]) {
        await expect(step()).rejects.toThrow(
          `belongs to the component “${component}”`,
        );
      }
      expect(await client().getApplication(application)).toBeDefined();
    });

    const rendering = 'says what Argo CD cannot render';
    const render = async () => {
      await expect(
        runStep(set().applyApplication, {
          ...dev(),
          name: `${component}-broken`,
          path: 'no/such/folder',
        }),
      ).rejects.toThrow(/Argo CD.*app path does not exist/s);
    };
    if (skips.render) {
      it.skip(`${rendering} (${skips.render})`, render);
    } else {
      test(rendering, render);
    }

    test('does not delete a project with applications', async () => {
      await expect(
        runStep(set().deleteProject, removal(component)),
      ).rejects.toThrow(/referenced by 1 application/);
    });

    test('deletes an application and then its project, also when they are gone', async () => {
      const { deleteApplication, deleteProject } = set();
      const outcomes = [
        await runStep(deleteApplication, removal(application)),
        await runStep(deleteApplication, removal(application)),
        await runStep(deleteProject, removal(component)),
        await runStep(deleteProject, removal(component)),
      ];
      expect(outcomes.map(({ deleted }) => deleted)).toEqual([
        true,
        false,
        true,
        false,
      ]);
      expect(await client().getApplication(application)).toBeUndefined();
      expect(await client().getProject(component)).toBeUndefined();
    });
  });
}
