import express from 'express';
import { asKubernetesObject } from '../render/KubernetesObject';
import { parseYaml } from '../render/parseYaml';
import type { SealingKeys } from './SealingKeys';
import { unseal } from './unseal';

/** What the sealed-secrets controller answers: its certificate, and whether it could open something. */
export function createSealingServer(keys: SealingKeys): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_req, res) => {
    res.type('text/plain').send('ok\n');
  });
  app.get('/v1/cert.pem', (_req, res) => {
    res.type('application/x-pem-file').send(keys.certificatePem);
  });
  app.post(
    '/v1/verify',
    express.text({ type: () => true, limit: '1mb' }),
    (req, res) => {
      let object;
      try {
        const [document] = parseYaml(String(req.body), 'request');
        object = asKubernetesObject(document, 'request');
      } catch {
        res.status(500).end();
        return;
      }
      try {
        unseal(object, keys.privateKey);
        res.status(200).end();
      } catch {
        res.status(409).end();
      }
    },
  );
  return app;
}
