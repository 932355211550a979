"""Writes tests/algorithm_figures.txt: ten graphs and what networkx and igraph say of them.

Run once with networkx 3.6 and igraph 1.0; the tests read the text. Lines: `graph NAME NODES`, `arcs from to weight ...`,
then `ALGORITHM value ...`, one value for each node, in order.
"""
import random

import igraph
import networkx as nx


def arcs_of(graph, seed):
    rng = random.Random(seed)
    return [(a, b, rng.randint(1, 9)) for a, b in graph.edges()]


def graphs():
    yield "karate", 34, arcs_of(nx.karate_club_graph(), 1)
    yield "florentine", 15, arcs_of(nx.convert_node_labels_to_integers(nx.florentine_families_graph()), 2)
    yield "grid", 30, arcs_of(nx.convert_node_labels_to_integers(nx.grid_2d_graph(5, 6)), 3)
    yield "cycle", 12, arcs_of(nx.cycle_graph(12, create_using=nx.DiGraph), 4)
    yield "tree", 31, arcs_of(nx.balanced_tree(2, 4), 5)
    yield "barbell", 14, arcs_of(nx.barbell_graph(6, 2), 6)
    yield "sparse", 60, arcs_of(nx.gnm_random_graph(60, 55, seed=7, directed=True), 7)
    yield "dense", 40, arcs_of(nx.gnm_random_graph(40, 300, seed=8, directed=True), 8)
    yield "scale-free", 50, arcs_of(nx.barabasi_albert_graph(50, 2, seed=9), 9)
    rng = random.Random(10)
    yield "loops-and-parallels", 25, [(rng.randrange(25), rng.randrange(25), rng.randint(1, 9)) for _ in range(70)]


def first_of(groups, nodes):
    first = [0] * nodes
    for group in groups:
        for node in group:
            first[node] = min(group)
    return first


def figures(nodes, arcs):
    pairs = [(a, b) for a, b, _ in arcs]
    weights = [w for _, _, w in arcs]
    directed = igraph.Graph(nodes, pairs, directed=True)
    undirected = igraph.Graph(nodes, pairs)
    simple = nx.Graph()
    simple.add_nodes_from(range(nodes))
    simple.add_edges_from((a, b) for a, b in pairs if a != b)
    along = nx.DiGraph()
    along.add_nodes_from(range(nodes))
    along.add_edges_from((a, b) for a, b in pairs if a != b)
    yield "wcc", first_of(directed.connected_components(mode="weak"), nodes)
    yield "scc", first_of(directed.connected_components(mode="strong"), nodes)
    yield "pagerank", directed.pagerank(damping=0.85)
    yield "pagerank-weighted", directed.pagerank(damping=0.85, weights=weights)
    yield "out-degree", directed.outdegree()
    yield "in-strength", directed.strength(mode="in", weights=weights)
    yield "betweenness", directed.betweenness()
    yield "betweenness-both", undirected.betweenness()
    closeness, harmonic = nx.closeness_centrality(along.reverse()), nx.harmonic_centrality(along.reverse())
    yield "closeness", [closeness[node] for node in range(nodes)]
    yield "harmonic", [harmonic[node] for node in range(nodes)]
    cores, triangles, clustering = nx.core_number(simple), nx.triangles(simple), nx.clustering(simple)
    yield "kcore", [cores[node] for node in range(nodes)]
    yield "triangles", [triangles[node] for node in range(nodes)]
    yield "clustering", [clustering[node] for node in range(nodes)]
    points = set(undirected.articulation_points())
    yield "articulation", [int(node in points) for node in range(nodes)]
    bridges = set(undirected.bridges())
    yield "bridges", [int(at in bridges) for at in range(len(arcs))]
    if nx.is_connected(simple) and len(pairs) == simple.number_of_edges():
        vector = nx.eigenvector_centrality(simple, max_iter=100000, tol=1e-13)
        yield "eigenvector", [vector[node] for node in range(nodes)]
    best = max(undirected.community_multilevel(weights=weights).modularity for _ in range(5))
    yield "louvain-modularity", [best]


def text(value):
    return str(value) if isinstance(value, int) else f"{value:.12g}"


with open(__file__.replace(".py", ".txt"), "w") as out:
    random.seed(0)
    for name, nodes, arcs in graphs():
        out.write(f"graph {name} {nodes}\narcs " + " ".join(f"{a} {b} {w}" for a, b, w in arcs) + "\n")
        for algorithm, values in figures(nodes, arcs):
            out.write(f"{algorithm} " + " ".join(map(text, values)) + "\n")
