'use strict';
// Runs infrastructure/build.py before packaging, so that `osls package` and `osls deploy` never ship stale code,
// and lets `osls package` work without an AWS account.
const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');

class BuildPlugin {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = {
      'before:package:createDeploymentArtifacts': () => this.build(),
      'before:package:compileLayers': () => this.stayOffline(),
    };
  }

  build() {
    const root = this.serverless.serviceDir;
    const venv = path.join(root, '.venv', 'bin', 'python');
    const python = process.env.BECKON_PYTHON || (fs.existsSync(venv) ? venv : 'python3');
    const what = this.serverless.service.getAllLayers().length ? ['code', 'layers'] : ['code'];
    const run = spawnSync(python, [path.join(root, 'infrastructure', 'build.py'), ...what], {
      cwd: root,
      encoding: 'utf8',
    });
    if (run.status !== 0) {
      throw new this.serverless.classes.Error(
        `infrastructure/build.py failed: ${run.error ? run.error.message : run.stderr.trim()}`
      );
    }
    process.stderr.write(run.stdout);
  }

  // osls 4.3 asks CloudFormation, even when it only packages, whether a layer was uploaded before. That saves an
  // upload when deploying; when packaging there is nobody to ask.
  stayOffline() {
    if (this.serverless.processedInput.commands[0] !== 'package') return;
    const compiler = this.serverless.pluginManager.plugins.find(
      (plugin) => plugin.constructor.name === 'AwsCompileLayers'
    );
    compiler.compareWithLastLayer = async () => {};
  }
}

module.exports = BuildPlugin;
