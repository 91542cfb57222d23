'use strict';
// Puts the template together: what all handlers share, then whatever lies in infrastructure/handlers/, so that a new
// handler needs no line anywhere else. What is returned are references: osls reads and resolves the YAML itself.
const fs = require('fs');
const path = require('path');

const SHARED = [
  'parameters',
  'table',
  'bus',
  'mail',
  'api',
  'schedules',
  'secrets',
  'alarms',
  'notifications',
  'lex_bot',
  'connect_flow',
];

const handlers = fs
  .readdirSync(path.join(__dirname, 'handlers'))
  .filter((name) => name.endsWith('.yml'))
  .sort();

const part = (key) => handlers.map((name) => `\${file(infrastructure/handlers/${name}):${key}}`);

// Names that never stand for a stage on AWS.
const LOCAL = /^(local|test|demo)/;

const params = async ({ resolveVariable }) => {
  const stage = await resolveVariable('sls:stage');
  const own = LOCAL.test(stage) ? 'local' : stage;
  const values = { default: '${file(infrastructure/stages/default.yml)}' };
  if (fs.existsSync(path.join(__dirname, 'stages', `${own}.yml`))) {
    values[stage] = `\${file(infrastructure/stages/${own}.yml)}`;
  }
  return values;
};

module.exports = {
  params,
  functions: part('functions'),
  resources: [...SHARED.map((name) => `\${file(infrastructure/${name}.yml)}`), ...part('resources')],
};
