import { folderOfTree } from './folderOfTree';

it.each([
  ['https://github.com/shop/platform/tree/main/apps/orders/', 'apps/orders'],
  ['https://github.com/shop/platform/tree/main/apps/orders', 'apps/orders'],
  ['http://127.0.0.1:7101/a/b/platform/-/tree/main/apps/x/', 'apps/x'],
  ['https://github.com/shop/platform/tree/main/', undefined],
  ['https://github.com/shop/platform/tree/main', undefined],
  ['https://github.com/shop/platform/', undefined],
  ['https://github.com/shop/platform/blob/main/apps/x/a.yaml', undefined],
  ['nonsense', undefined],
])('finds in %s the folder %p', (url, folder) => {
  expect(folderOfTree(url)).toBe(folder);
});
