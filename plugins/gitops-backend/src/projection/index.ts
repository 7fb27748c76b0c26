export {
  Projection,
  type ProjectionListener,
  type ProjectionOptions,
} from './Projection';
