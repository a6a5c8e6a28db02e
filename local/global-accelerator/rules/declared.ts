/** Declared accelerators with their listeners and endpoint groups, which other stacks may declare. */

import type { Graph, Resource } from "../../../graph/graph";
import type { DataClass } from "../../../model/topology";
import { dataClasses } from "../../../model/topology";
import type { EndpointGroup } from "./routing";

export interface Listener {
  name: string;
  ports: number[];
  /** The same client always gets the same endpoint, while it is healthy. */
  sticky: boolean;
  groups: EndpointGroup[];
}

export interface Accelerator {
  name: string;
  dnsName: string;
  /** What it carries, by its tag; personal data where it has none. */
  dataClass: DataClass;
  listeners: Listener[];
  /** What of it the twin does not stand in for. */
  missing: string[];
}

const defaultWeight = 128;
/** A listener on thousands of ports would be thousands of servers. */
const mostPorts = 32;

export function accelerators(graph: Graph): Accelerator[] {
  const enabled = graph
    .ofType("aws:globalaccelerator/accelerator:Accelerator")
    .filter(({ inputs }) => inputs.enabled !== false);
  return enabled.map((resource) => {
    const declared = graph
      .ofType("aws:globalaccelerator/listener:Listener")
      .filter(({ inputs }) => inputs.acceleratorArn === arnOf(resource));
    const tcp = declared.filter(({ inputs }) => inputs.protocol === "TCP");
    const listeners = tcp.map((listener) => listenerOf(listener, graph));
    const missing = declared
      .filter((listener) => !tcp.includes(listener))
      .map(({ name, inputs }) => `listener ${name} is ${inputs.protocol}; the twin has TCP only`);
    return {
      name: resource.name,
      dnsName: String(resource.outputs.dnsName),
      dataClass: dataClassOf(resource),
      listeners,
      missing: [...missing, ...listeners.flatMap(({ name, ports }) => tooManyPorts(name, ports))],
    };
  });
}

function listenerOf(listener: Resource, graph: Graph): Listener {
  const ranges: { fromPort: number; toPort: number }[] = listener.inputs.portRanges ?? [];
  const ports = ranges.flatMap(({ fromPort, toPort }) =>
    Array.from({ length: Math.max(0, toPort - fromPort + 1) }, (_, index) => fromPort + index),
  );
  const groups = graph
    .ofType("aws:globalaccelerator/endpointGroup:EndpointGroup")
    .filter(({ inputs }) => inputs.listenerArn === arnOf(listener));
  return {
    name: listener.name,
    ports,
    sticky: listener.inputs.clientAffinity === "SOURCE_IP",
    groups: groups.map(groupOf),
  };
}

function groupOf({ inputs, region }: Resource): EndpointGroup {
  const endpoints: { endpointId: string; weight?: number }[] = inputs.endpointConfigurations ?? [];
  return {
    region: String(inputs.endpointGroupRegion ?? region),
    dial: Number(inputs.trafficDialPercentage ?? 100),
    endpoints: endpoints.map(({ endpointId, weight }) => ({ id: endpointId, weight: weight ?? defaultWeight })),
  };
}

function dataClassOf({ inputs }: Resource): DataClass {
  const tag = String(inputs.tags?.["data-class"]);
  return Object.hasOwn(dataClasses, tag) ? (tag as DataClass) : "personal";
}

const tooManyPorts = (name: string, ports: number[]) =>
  ports.length > mostPorts
    ? [`listener ${name} has ${ports.length} ports; the twin serves the first ${mostPorts}`]
    : [];

/** The id of a listener or accelerator is its ARN. */
const arnOf = ({ id, outputs }: Resource) => String(outputs.arn ?? id);

export const servedPorts = ({ ports }: Listener) => ports.slice(0, mostPorts);
