export * from '../notation/source-map.js';
