import { startWorld, type World } from '../__testUtils__/aWorld';
import { aRepository } from '../__testUtils__/gitlabAnswer';
import {
  actionOf,
  cleanWorkspaces,
  inputOf,
  runAction,
} from '../__testUtils__/runAction';
import { createGitlabProjectDeleteAction } from './gitlabProjectDelete';
import { examples } from './gitlabProjectDelete.examples';

const input = inputOf(examples[0]);

describe('gitlab:project:delete', () => {
  let world: World;
  const action = () =>
    createGitlabProjectDeleteAction({
      projects: world.projects,
      integrations: world.integrations,
    });
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(async () => {
    await world.close();
    cleanWorkspaces();
  });

  it.each(examples)('runs the example “$description”', async example => {
    expect(actionOf(example)).toBe(action().id);
    world.state.repositories.push(aRepository());
    const { error, outputs } = await runAction(action(), inputOf(example));
    expect(error).toBeUndefined();
    expect(outputs).toEqual({ deleted: true });
    expect(world.state.repositories).toEqual([]);
  });

  it('is content when there is none', async () => {
    const { error, outputs } = await runAction(action(), input);
    expect(error).toBeUndefined();
    expect(outputs).toEqual({ deleted: false });
  });

  it.each([
    [
      'of another path',
      { path_with_namespace: 'shop/billing' },
      /is shop\/billing, not shop\/orders: it was left alone/,
    ],
    [
      'that was there before',
      { created_at: '2020-01-01T00:00:00Z' },
      /not by this run: it was left alone/,
    ],
    ['without a date', { created_at: 'soon' }, /not by this run/],
  ])('leaves a project alone %s', async (_, overrides, reason) => {
    world.state.repositories.push(aRepository(overrides));
    const { error } = await runAction(action(), input);
    expect(error?.name).toBe('ConflictError');
    expect(error?.message).toMatch(reason);
    expect(world.state.repositories).toHaveLength(1);
  });

  it.each([
    [401, /GitLab gitlab.example.com refuses the configured token/],
    [403, /GitLab gitlab.example.com refuses the configured token/],
    [502, /GitLab gitlab.example.com answered with HTTP 502/],
  ])('names the system on HTTP %s', async (status, reason) => {
    world.state.intercept = () => ({ status });
    const { error } = await runAction(action(), input);
    expect(error?.name).toBe('ServiceUnavailableError');
    expect(error?.message).toMatch(reason);
  });

  it('changes nothing in a dry run', async () => {
    await runAction(action(), input, { isDryRun: true });
    expect(world.requests).toEqual([]);
  });
});
