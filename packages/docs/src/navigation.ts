/** The pages of the site in the order in which somebody new reads them. A test holds that none is missing. */
export interface Section {
  readonly title: string;
  /** Titles by the pages' names in docs/. */
  readonly pages: Readonly<Record<string, string>>;
}

export const navigation: readonly Section[] = [
  {
    title: 'Start',
    pages: {
      'getting-started': 'Getting started',
      deploy: 'Deploy it',
      'coming-from-boto3': 'Coming from boto3',
    },
  },
  {
    title: 'Examples',
    pages: {
      'examples/README': 'All examples',
      'examples/sam/README': 'SAM',
      'examples/cdk/README': 'CDK',
      'examples/serverless/README': 'Serverless Framework',
      'examples/terraform/README': 'Terraform',
      'examples/zip/README': 'A zip file and the AWS CLI',
      'examples/powertools-middy/README': 'Powertools and middy',
      'examples/durable-functions/README': 'Durable functions',
      'examples/ecs-cloudwatch-agent/README': 'ECS with the agent',
    },
  },
  {
    title: 'Where it runs',
    pages: {
      lambda: 'Lambda',
      'durable-functions': 'Durable functions',
      'ecs-and-ec2': 'ECS and EC2',
    },
  },
  {
    title: 'Use it',
    pages: {
      insights: 'Queries',
      'report-and-doctor': 'Report and doctor',
      alarms: 'Alarms',
      events: 'Events and handlers',
      testing: 'Testing your code',
      opentelemetry: 'OpenTelemetry',
    },
  },
  {
    title: 'Know before you deploy',
    pages: {
      cost: 'Cost',
      privacy: 'Privacy',
      troubleshooting: 'Troubleshooting',
      'retries-2026': 'The 2026 retries',
      comparison: 'Comparison',
    },
  },
  {
    title: 'Reference',
    pages: {
      reference: 'Options, events, documents',
      'query-language': 'Query language',
      services: 'Services',
      compatibility: 'Compatibility',
      versioning: 'Versions',
    },
  },
  {
    title: 'Proofs',
    pages: {
      performance: 'Performance',
      'what-survives': 'What survives',
      proof: 'How it is tested',
    },
  },
  {
    title: 'Inside',
    pages: {
      architecture: 'Architecture',
      'adding-a-service': 'Adding a service',
      'adding-a-sink': 'Adding a sink',
    },
  },
];
