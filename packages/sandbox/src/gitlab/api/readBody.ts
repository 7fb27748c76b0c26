import express, { type RequestHandler } from 'express';

const LIMIT = '50mb';

/** Makes an object of JSON, a form or a multipart form, as clients of GitLab send any of them. */
export const readBody: readonly RequestHandler[] = [
  express.json({ limit: LIMIT }),
  express.urlencoded({ extended: true, limit: LIMIT }),
  express.raw({ type: 'multipart/form-data', limit: LIMIT }),
  (req, _res, next) => {
    if (!Buffer.isBuffer(req.body)) {
      next();
      return;
    }
    const headers = { 'content-type': req.headers['content-type'] ?? '' };
    new Response(new Uint8Array(req.body), { headers })
      .formData()
      .then(form => {
        req.body = Object.fromEntries(form.entries());
        next();
      })
      .catch(next);
  },
];
