/** What is agreed on with the SYNs, and what is not. */
import { OPTION } from '../lab.js';
import { carriesData, drained, fromOpenToClose, QUICK, recovered, type Scenario } from './steps.js';

const ECN = { 'ipv4/tcp_ecn': 1 };
const SMALLEST = [OPTION.maximumSegment(88)];

export const options: readonly Scenario[] = [
  ...Object.entries({
    'No timestamps': { 'ipv4/tcp_timestamps': 0 },
    'No window scale': { 'ipv4/tcp_window_scaling': 0 },
    'No SACK': { 'ipv4/tcp_sack': 0 },
    'No D-SACK': { 'ipv4/tcp_dsack': 0 },
    'No SACK and no window scale': { 'ipv4/tcp_sack': 0, 'ipv4/tcp_window_scaling': 0 },
  }).flatMap(([title, sysctl]) => [
    fromOpenToClose(
      `${title}: two holes in a train of segments`,
      async (lab) => {
        for (let i = 0; i < 2; i++) {
          lab.loseNext('C', carriesData);
          await lab.send('C', 300);
          await lab.send('C', 300);
        }
        await recovered(lab, 1200);
      },
      { sysctl: { ...QUICK, ...sysctl }, options: [OPTION.noDelay] },
    ),
    fromOpenToClose(
      `${title}: data both ways, repeated and out of order`,
      async (lab) => {
        lab.hold('C', 'S');
        for (let i = 0; i < 3; i++) {
          await lab.send('C', 200);
          await lab.send('S', 50);
        }
        lab.carry();
        const held = lab.held;
        await lab.release([...held].reverse());
        for (const left of held) await lab.repeat(left);
        await drained(lab, 'S', 600);
        await drained(lab, 'C', 150);
      },
      { sysctl, options: [OPTION.noDelay] },
    ),
  ]),
  fromOpenToClose(
    'One side alone scales its window',
    async (lab) => {
      await lab.send('C', 5000);
      await drained(lab, 'S', 5000);
      await lab.send('S', 5000);
      await drained(lab, 'C', 5000);
    },
    { sysctlOf: { S: { 'ipv4/tcp_window_scaling': 0 } } },
  ),
  fromOpenToClose(
    'One side alone has timestamps',
    async (lab) => {
      lab.loseNext('C', carriesData);
      await lab.send('C', 3000);
      await recovered(lab, 3000);
    },
    { sysctl: QUICK, sysctlOf: { C: { 'ipv4/tcp_timestamps': 0 } } },
  ),
  fromOpenToClose(
    'One side alone knows SACK',
    async (lab) => {
      lab.loseNext('C', carriesData);
      for (let i = 0; i < 4; i++) await lab.send('C', 100);
      await recovered(lab, 400);
    },
    { sysctl: QUICK, sysctlOf: { S: { 'ipv4/tcp_sack': 0 } }, options: [OPTION.noDelay] },
  ),
  fromOpenToClose(
    'The smallest segments there are, and one of them is lost',
    async (lab) => {
      lab.loseNext('C', carriesData);
      await lab.send('C', 800);
      await recovered(lab, 800);
      await lab.send('S', 300);
      await drained(lab, 'C', 300);
    },
    { sysctl: QUICK, options: SMALLEST },
  ),
  fromOpenToClose(
    'Congestion is experienced on the way to the server',
    async (lab) => {
      lab.network = ({ from }) => (from === 'C' ? 'mark' : 'deliver');
      for (let i = 0; i < 3; i++) await lab.send('C', 500);
      lab.carry();
      await lab.send('C', 500);
      await lab.send('C', 500);
      await drained(lab, 'S', 2500);
      await lab.send('S', 100);
      await drained(lab, 'C', 100);
    },
    { sysctl: ECN, options: [OPTION.noDelay] },
  ),
  fromOpenToClose(
    'Congestion is experienced both ways, and a segment is lost',
    async (lab) => {
      lab.network = () => 'mark';
      lab.loseNext('C', carriesData);
      for (let i = 0; i < 4; i++) {
        await lab.send('C', 300);
        await lab.send('S', 300);
      }
      await recovered(lab, 1200);
      await drained(lab, 'C', 1200);
    },
    { sysctl: { ...QUICK, ...ECN }, options: [OPTION.noDelay] },
  ),
  fromOpenToClose(
    'The server alone does without explicit congestion notification',
    async (lab) => {
      lab.network = () => 'mark';
      await lab.send('C', 500);
      await drained(lab, 'S', 500);
    },
    { sysctlOf: { C: ECN, S: { 'ipv4/tcp_ecn': 0 } } },
  ),
];
