export * from '../notation/range.js';
