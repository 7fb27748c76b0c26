import { brief, recognise } from './__testUtils__/recognise';

const world = {
  hasImage: (ref: string) => ref === 'x:there',
  hasImageRepository: (name: string) => name === 'there',
  hasParameter: (name: string) => name === '/shop/there',
};

const createRepositories = `for name in there orders; do
  if aws ecr describe-repositories --registry-id 1 --repository-names "$name" > /dev/null 2>&1; then
    continue
  fi
  aws ecr create-repository --repository-name "$name" --image-scanning-configuration scanOnPush=true > /dev/null ||
    aws ecr describe-repositories --repository-names "$name" > /dev/null
done`;

describe('commands of AWS', () => {
  it.each<[string, string, string[]]>([
    ['create what is missing', createRepositories, ['repository orders']],
    [
      'create it once',
      `${createRepositories}\n${createRepositories}`,
      ['repository orders'],
    ],
    [
      'write a parameter that is missing',
      `aws ssm get-parameter --name /shop/new || aws ssm put-parameter --name /shop/new --type SecureString --value '{}'`,
      ['parameter /shop/new'],
    ],
    [
      'leave a parameter that is there',
      `aws --region eu-central-1 ssm get-parameter --name /shop/there || aws ssm put-parameter --name /shop/there --value '{}'`,
      [],
    ],
    [
      'log in, in a pipe too',
      'aws ecr get-login-password | docker login --username AWS --password-stdin 1.example && docker push x:1',
      ['x:1'],
    ],
    [
      'skip a build whose image is there',
      'docker manifest inspect x:there > /dev/null && exit 0\ndocker push x:there',
      [],
    ],
    [
      'build an image that is not there',
      'crane digest x:new || docker push x:new',
      ['x:new'],
    ],
  ])('%s', (_, script, expected) => {
    expect(brief(recognise([script], { world }).effects)).toEqual(expected);
  });

  it('fail where AWS refuses, and never show a value', () => {
    const { failed, lines } = recognise(
      ['aws ssm put-parameter --name /shop/there --value top-secret'],
      { world },
    );
    expect(failed).toBe(true);
    expect(lines[0].notes.join()).not.toContain('top-secret');
  });

  it('that the sandbox does not know are only told', () => {
    expect(recognise(['aws s3 ls'], { world }).lines[0].notes).toEqual([
      'not run: aws s3 ls',
    ]);
  });
});
