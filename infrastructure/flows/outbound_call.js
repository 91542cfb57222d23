// The flow as the text that AWS::Connect::ContactFlow wants: a JSON file read by osls would come as an object.
'use strict';

const flow = require('./outbound_call.json');

module.exports = () => JSON.stringify(flow);
