import { isPublicImage } from './isPublicImage';

describe('isPublicImage', () => {
  it.each([
    ['postgres:17.6-trixie', true],
    ['ollama/ollama:0.12.6', true],
    ['ghcr.io/astral-sh/uv:0.9', true],
    ['registry.k8s.io/pause@sha256:0123', true],
    ['registry.localhost/demo/orders:1a2b3c4d', false],
    ['127.0.0.1:7101/demo/orders:1a2b3c4d', false],
    ['localhost/orders:1', false],
    ['registry.example.com/team/orders:1', false],
    ['team/orders:unreleased', false],
  ])('%s: %s', (ref, expected) => {
    expect(isPublicImage(ref)).toBe(expected);
  });
});
