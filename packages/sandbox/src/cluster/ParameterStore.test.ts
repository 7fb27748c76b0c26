import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ParameterStore } from './ParameterStore';

describe('ParameterStore', () => {
  it('creates a parameter once and leaves what is there', () => {
    const store = new ParameterStore();
    expect(store.createIfMissing('/shop/orders/prod/app', '{}')).toBe(true);
    store.put('/shop/orders/prod/app', '{"KEY":"by hand"}');

    expect(store.createIfMissing('/shop/orders/prod/app', '{}')).toBe(false);
    expect(store.get('/shop/orders/prod/app')).toBe('{"KEY":"by hand"}');
    expect(store.get('/shop/orders/stage/app')).toBeUndefined();
  });

  it('tells of changes, and only of changes', () => {
    const store = new ParameterStore();
    let changes = 0;
    const stop = store.onChange(() => {
      changes += 1;
    });
    store.put('/a', '1');
    store.put('/a', '1');
    store.put('/a', '2');
    stop();
    store.put('/a', '3');
    expect(changes).toBe(2);
  });

  it('survives a restart', () => {
    const folder = mkdtempSync(join(tmpdir(), 'parameters-'));
    try {
      const file = join(folder, 'parameters.json');
      const store = new ParameterStore({ file });
      store.put('/a', '1');
      store.close();
      expect(new ParameterStore({ file }).get('/a')).toBe('1');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
