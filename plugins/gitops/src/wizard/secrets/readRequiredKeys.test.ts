import { readRequiredKeys } from './readRequiredKeys';

const byStarter = { chatbot: ['DATABASE_PASSWORD', 'API_KEYS'] };

it.each([
  ['a list', ['TOKEN'], {}, ['TOKEN']],
  ['the starter’s', byStarter, { starter: 'chatbot' }, byStarter.chatbot],
  ['none for another starter', byStarter, { starter: 'fastapi' }, []],
  ['none for what an object inherits', byStarter, { starter: 'toString' }, []],
  ['none before the starter is chosen', byStarter, {}, []],
  ['none without the option', undefined, { starter: 'chatbot' }, []],
  ['none for nonsense', { chatbot: 'all' }, { starter: 'chatbot' }, []],
])('reads %s', (_, option, formData, expected) => {
  expect(readRequiredKeys(option, formData)).toEqual(expected);
});
