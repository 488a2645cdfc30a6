//! Users and their sessions.

use chrono::TimeDelta;
use simswarm_core::user::Email;
use simswarm_core::{Ambient, SessionId};
use simswarm_store::StoreError;
use simswarm_store::session::{NewSession, Rotation};
use simswarm_store::user::EMAIL_TAKEN;

use crate::world::World;

async fn sign_in(world: &World, token: [u8; 32]) -> SessionId {
    let id = SessionId::from(world.ambient.new_uuid());
    let expires_at = world.ambient.now() + TimeDelta::days(30);
    let mut tx = world.begin().await;
    let new = NewSession { id, user_id: world.user, token, expires_at };
    tx.sessions().insert(&new, world.ambient.now()).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn rotate(world: &World, presented: [u8; 32], next: [u8; 32]) -> Rotation {
    let mut tx = world.begin().await;
    let rotation = tx.sessions().rotate(&presented, &next, world.ambient.now()).await.unwrap();
    tx.commit().await.unwrap();
    rotation
}

async fn is_live(world: &World, id: SessionId) -> bool {
    let mut tx = world.begin().await;
    let user = tx.sessions().find_live_user(id, world.ambient.now()).await.unwrap();
    user == Some(world.user)
}

#[tokio::test]
async fn an_address_has_one_account() {
    let world = World::new().await;
    let mut tx = world.begin().await;
    let ann = Email::parse("Ann@example.org").unwrap();

    let error = tx.users().insert(&ann, &"x".into(), world.ambient.now()).await.unwrap_err();

    assert!(matches!(error, StoreError::Conflict { constraint } if constraint == EMAIL_TAKEN));
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn a_refresh_token_is_replaced_by_the_next_one() {
    let world = World::new().await;
    let id = sign_in(&world, [1; 32]).await;

    let first = rotate(&world, [1; 32], [2; 32]).await;
    let second = rotate(&world, [2; 32], [3; 32]).await;

    for rotation in [first, second] {
        assert!(matches!(rotation, Rotation::Rotated { session_id, user_id, .. }
            if session_id == id && user_id == world.user));
    }
    assert_eq!(rotate(&world, [9; 32], [4; 32]).await, Rotation::Refused);
    world.db.finish().await;
}

#[tokio::test]
async fn a_token_that_comes_back_later_ends_its_session() {
    let world = World::new().await;
    let id = sign_in(&world, [1; 32]).await;
    rotate(&world, [1; 32], [2; 32]).await;
    world.ambient.advance(TimeDelta::minutes(1));

    assert_eq!(rotate(&world, [1; 32], [3; 32]).await, Rotation::Reused { session_id: id });

    assert!(!is_live(&world, id).await);
    assert_eq!(rotate(&world, [2; 32], [4; 32]).await, Rotation::Refused);
    world.db.finish().await;
}

#[tokio::test]
async fn two_tabs_may_refresh_at_once() {
    let world = World::new().await;
    let id = sign_in(&world, [1; 32]).await;

    let (one, two) =
        tokio::join!(rotate(&world, [1; 32], [2; 32]), rotate(&world, [1; 32], [3; 32]));

    assert!(matches!(one, Rotation::Rotated { .. }) && matches!(two, Rotation::Rotated { .. }));
    assert!(is_live(&world, id).await);
    world.db.finish().await;
}

#[tokio::test]
async fn a_session_ends_at_its_time_and_is_forgotten() {
    let world = World::new().await;
    let id = sign_in(&world, [1; 32]).await;
    world.ambient.advance(TimeDelta::days(30));

    assert!(!is_live(&world, id).await);
    assert_eq!(rotate(&world, [1; 32], [2; 32]).await, Rotation::Refused);
    world.ambient.advance(TimeDelta::seconds(1));
    let mut tx = world.begin().await;
    assert_eq!(tx.sessions().delete_expired(world.ambient.now()).await.unwrap(), 1);
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn signing_out_by_token_ends_the_session() {
    let world = World::new().await;
    let id = sign_in(&world, [1; 32]).await;
    let mut tx = world.begin().await;
    tx.sessions().revoke_by_token(&[1; 32], world.ambient.now()).await.unwrap();
    tx.commit().await.unwrap();

    assert!(!is_live(&world, id).await);
    world.db.finish().await;
}
