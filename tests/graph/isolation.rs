//! Snapshots and the writer do not disturb one another; ids are not used again too early.

use casegraph::graph::{ConstraintKind, Direction, NodeId, Snapshot, Store, Target, WriteTransaction};
use casegraph::value::{List, Value};

fn is_send<T: Send>() {}
fn is_sync<T: Sync>() {}

#[test]
fn handles_can_move_between_threads() {
    is_send::<Store>();
    is_sync::<Store>();
    is_send::<Snapshot>();
    is_sync::<Snapshot>();
    is_send::<WriteTransaction>();
}

fn integer(snapshot: &Snapshot, node: NodeId) -> i64 {
    let key = snapshot.catalog().key("n").expect("the key was made first");
    match snapshot.node_property(node, key).map(|value| value.to_value()) {
        Some(Value::Integer(number)) => number,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_reader_never_sees_half_a_transaction() {
    let store = Store::default();
    let mut write = store.begin();
    let key = write.intern_key("n").unwrap();
    let nodes = [write.create_node(&[]).unwrap(), write.create_node(&[]).unwrap()];
    for node in nodes {
        write.set_node_property(node, key, Value::Integer(0)).unwrap();
    }
    write.commit().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut last = 0;
                while last < 200 {
                    let snapshot = store.snapshot();
                    let values = nodes.map(|node| integer(&snapshot, node));
                    assert_eq!(values[0], values[1]);
                    assert!(values[0] >= last);
                    last = values[0];
                }
            });
        }
        for thread in 0..2 {
            let store = &store;
            scope.spawn(move || {
                for _ in 0..100 {
                    let mut write = store.begin();
                    for node in nodes {
                        let old = write.node_property(node, key).unwrap().to_value();
                        let Value::Integer(old) = old else { panic!("{thread}: {old:?}") };
                        write.set_node_property(node, key, Value::Integer(old + 1)).unwrap();
                    }
                    write.commit().unwrap();
                }
            });
        }
    });
}

#[test]
fn there_is_one_writer_at_a_time_and_dropping_it_undoes() {
    let store = Store::default();
    let mut write = store.begin();
    assert!(store.try_begin().is_none());
    write.create_node(&[]).unwrap();
    drop(write);
    assert_eq!(store.snapshot().node_count(), 0);
    assert!(store.try_begin().is_some());
}

#[test]
fn a_refused_log_record_undoes_the_commit() {
    let store = Store::default();
    let mut write = store.begin();
    write.create_node(&[]).unwrap();
    let refused = write.commit_with(|changes| {
        assert_eq!((changes.ops.len(), changes.epoch), (1, 1));
        Err(casegraph::Error::internal("the disk is full"))
    });
    assert!(refused.is_err());
    assert_eq!(store.snapshot().node_count(), 0);
    let mut write = store.begin();
    assert_eq!(write.create_node(&[]).unwrap(), NodeId(0));
}

#[test]
fn an_id_is_used_again_only_when_no_reader_can_know_it() {
    let store = Store::default();
    let mut write = store.begin();
    let first = write.create_node(&[]).unwrap();
    write.commit().unwrap();
    let reader = store.snapshot();

    let mut write = store.begin();
    write.delete_node(first).unwrap();
    assert_ne!(write.create_node(&[]).unwrap(), first, "not in the transaction that freed it");
    write.commit().unwrap();
    let mut write = store.begin();
    assert_ne!(write.create_node(&[]).unwrap(), first, "not while a snapshot shows the old node");
    write.commit().unwrap();
    assert!(reader.node_exists(first));
    drop(reader);

    let mut write = store.begin();
    assert_eq!(write.create_node(&[]).unwrap(), first);
    drop(write);
    let mut write = store.begin();
    assert_eq!(write.create_node(&[]).unwrap(), first, "undone, so it is still free");
    write.commit().unwrap();
}

#[test]
fn a_connected_node_is_deleted_with_its_relationships_or_not_at_all() {
    let store = Store::default();
    let mut write = store.begin();
    let rel_type = write.intern_type("KNOWS").unwrap();
    let (a, b) = (write.create_node(&[]).unwrap(), write.create_node(&[]).unwrap());
    let rel = write.create_relationship(a, rel_type, b).unwrap();
    let savepoint = write.savepoint();
    write.delete_node(a).unwrap();
    let error = write.check_statement().unwrap_err();
    assert_eq!(error.detail(), "DeleteConnectedNode");
    write.rollback_to(savepoint);
    assert!(write.node_exists(a));
    write.delete_node(a).unwrap();
    write.delete_relationship(rel).unwrap();
    write.check_statement().unwrap();
    write.commit().unwrap();
    assert_eq!(store.snapshot().check(), Vec::<String>::new());
}

#[test]
fn a_library_user_reads_by_name() {
    let store = Store::default();
    let mut write = store.begin();
    let (person, knows) = (write.intern_label("Person").unwrap(), write.intern_type("KNOWS").unwrap());
    let (name, since) = (write.intern_key("name").unwrap(), write.intern_key("since").unwrap());
    let ada = write.create_node(&[person]).unwrap();
    let bob = write.create_node(&[]).unwrap();
    write.set_node_property(ada, name, Value::String("Ada".into())).unwrap();
    let rel = write.create_relationship(ada, knows, bob).unwrap();
    write.set_relationship_property(rel, since, Value::Integer(1840)).unwrap();
    write.commit().unwrap();

    let graph = store.snapshot();
    assert_eq!(graph.nodes_named("Person").collect::<Vec<_>>(), [ada]);
    assert_eq!(graph.nodes_named("Nobody").count(), 0);
    assert_eq!(graph.label_names(ada).unwrap(), ["Person".into()]);
    assert_eq!(graph.type_name(rel), Some("KNOWS"));
    assert!(matches!(graph.node_value(ada, "name"), Some(Value::String(text)) if &*text == "Ada"));
    assert!(matches!(graph.relationship_value(rel, "since"), Some(Value::Integer(1840))));
    assert!(graph.relationship_value(rel, "name").is_none());
    assert_eq!(graph.related(bob, Direction::Incoming, "KNOWS").collect::<Vec<_>>(), [(rel, ada)]);
}

#[test]
fn what_must_be_there_is_checked_at_the_commit() {
    let store = Store::default();
    let mut write = store.begin();
    let (person, name) = (write.intern_label("Person").unwrap(), write.intern_key("name").unwrap());
    let target = Target::Label(person);
    let constraint = write.create_constraint(None, ConstraintKind::NotNull, target, &[name]).unwrap();
    assert_eq!(&*constraint, "present_Person_name");
    let node = write.create_node(&[person]).unwrap();
    let savepoint = write.savepoint();
    write.set_node_property(node, name, Value::String("Ada".into())).unwrap();
    write.rollback_to(savepoint);
    assert_eq!(write.commit().unwrap_err().detail(), "PropertyPresence");

    let mut write = store.begin();
    let label = write.intern_label("Person").unwrap();
    let key = write.intern_key("name").unwrap();
    write.create_node(&[label]).unwrap();
    let error = write.create_constraint(None, ConstraintKind::Key, Target::Label(label), &[key]).unwrap_err();
    assert_eq!(error.detail(), "PropertyPresence");
}

#[test]
fn what_cannot_be_a_property_is_refused() {
    let store = Store::default();
    let mut write = store.begin();
    let key = write.intern_key("k").unwrap();
    let node = write.create_node(&[]).unwrap();
    let nested = List::new(vec![Value::List(List::new(vec![]))]);
    for value in [Value::Node(node), Value::List(nested), Value::List(List::new(vec![Value::Null]))] {
        assert_eq!(write.set_node_property(node, key, value).unwrap_err().detail(), "InvalidPropertyType");
    }
    assert!(write.set_node_property(NodeId(9), key, Value::Null).is_err());
    assert!(!write.set_node_property(node, key, Value::Null).unwrap());
    assert!(write.set_node_property(node, key, Value::List(List::new(vec![]))).unwrap());
}
