import { startWorld, type World } from '../__testUtils__/aWorld';
import { aGithubRepository } from '../__testUtils__/githubAnswer';
import {
  actionOf,
  cleanWorkspaces,
  inputOf,
  runAction,
} from '../__testUtils__/runAction';
import { createGithubRepositoryDeleteAction } from './githubRepositoryDelete';
import { examples } from './githubRepositoryDelete.examples';

const input = inputOf(examples[0]);
const commits = [String(input.commitHash)];

describe('github:repository:delete', () => {
  let world: World;
  const action = () =>
    createGithubRepositoryDeleteAction({
      repositories: world.repositories,
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
    world.state.githubRepositories.push(aGithubRepository({ commits }));
    const { error, outputs } = await runAction(action(), inputOf(example));
    expect(error).toBeUndefined();
    expect(outputs).toEqual({ deleted: true });
    expect(world.state.githubRepositories).toEqual([]);
  });

  it('is content when there is none', async () => {
    const { error, outputs } = await runAction(action(), input);
    expect(error).toBeUndefined();
    expect(outputs).toEqual({ deleted: false });
  });

  it.each([
    [
      'that this run did not push to',
      { commits: ['0'.repeat(40)] },
      /lacks the commit that this run pushed: it was left alone/,
    ],
    [
      'that was there before',
      { commits, created_at: '2020-01-01T00:00:00Z' },
      /not by this run: it was left alone/,
    ],
    [
      'without a date',
      { commits, created_at: 'soon' },
      /not by this run: it was left alone/,
    ],
  ])('leaves a repository alone %s', async (_, overrides, reason) => {
    world.state.githubRepositories.push(aGithubRepository(overrides));
    const { error } = await runAction(action(), input);
    expect(error?.name).toBe('ConflictError');
    expect(error?.message).toMatch(reason);
    expect(world.state.githubRepositories).toHaveLength(1);
  });

  it('leaves a repository alone that was renamed', async () => {
    world.state.intercept = ({ method }) =>
      method === 'GET'
        ? { body: aGithubRepository({ full_name: 'shop/billing' }) }
        : undefined;
    const { error } = await runAction(action(), input);
    expect(error?.message).toMatch(/is called shop\/billing now/);
    expect(world.writes()).toEqual([]);
  });

  it.each([
    [401, /GitHub github.example.com could not read .*refused the token/],
    [403, /GitHub github.example.com could not read .*right is missing/],
    [502, /status 502/],
  ])('names the system on HTTP %s', async (status, reason) => {
    world.state.intercept = () => ({ status });
    const { error } = await runAction(action(), input);
    expect(error?.name).toBe('ServiceUnavailableError');
    expect(error?.message).toMatch(reason);
  });

  it('says which right is missing to delete', async () => {
    world.state.githubRepositories.push(aGithubRepository({ commits }));
    world.state.intercept = ({ method }) =>
      method === 'DELETE'
        ? { status: 403, body: { message: 'Must have admin rights' } }
        : undefined;
    const { error } = await runAction(action(), input);
    expect(error?.message).toMatch(/delete_repo.*Must have admin rights/);
  });

  it('changes nothing in a dry run', async () => {
    await runAction(action(), input, { isDryRun: true });
    expect(world.requests).toEqual([]);
  });
});
