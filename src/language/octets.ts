export * from '../notation/octets.js';
